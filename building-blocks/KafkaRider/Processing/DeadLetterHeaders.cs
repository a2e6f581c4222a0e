namespace KafkaRider;

/// <summary>Every header that a dead letter carries beside the record's own. Values are UTF-8 text; numbers in decimal.</summary>
public static class DeadLetterHeaders
{
    /// <summary>Topic the record came from.</summary>
    public const string Topic = "dead-letter-origin-topic";

    /// <summary>Partition it came from.</summary>
    public const string Partition = "dead-letter-origin-partition";

    /// <summary>Offset it had there.</summary>
    public const string Offset = "dead-letter-origin-offset";

    /// <summary>Timestamp it had there, in milliseconds since 1970.</summary>
    public const string Timestamp = "dead-letter-origin-timestamp";

    /// <summary>Consumer group that gave it up.</summary>
    public const string Group = "dead-letter-group";

    /// <summary>Why, in a short stable word.</summary>
    public const string Reason = "dead-letter-reason";

    /// <summary>Full name of the exception's type; absent without an exception.</summary>
    public const string ExceptionType = "dead-letter-exception-type";

    /// <summary>The exception's message, cut at <see cref="MaxMessageBytes"/>.</summary>
    public const string ExceptionMessage = "dead-letter-exception-message";

    /// <summary>The exception's stack trace, cut at <see cref="MaxStackBytes"/>; absent when the copy would be too large with it.</summary>
    public const string ExceptionStack = "dead-letter-exception-stack";

    /// <summary>SHA-256 of the value in hexadecimal, only on a stub: a copy whose body is too large for the dead-letter topic.</summary>
    public const string ValueSha256 = "dead-letter-value-sha256";

    /// <summary>Size of the value in bytes, only on a stub.</summary>
    public const string ValueBytes = "dead-letter-value-bytes";

    /// <summary>Longest exception message, in bytes of UTF-8.</summary>
    public const int MaxMessageBytes = 1024;

    /// <summary>Longest stack trace, in bytes of UTF-8.</summary>
    public const int MaxStackBytes = 8 * 1024;
}
