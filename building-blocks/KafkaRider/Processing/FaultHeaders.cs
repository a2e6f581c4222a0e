namespace KafkaRider;

/// <summary>
/// Every header that a record carries beside its own once it failed: in retry topics and in dead-letter topics. Values are UTF-8 text;
/// numbers in decimal, times in milliseconds since 1970. The origin is written once and kept on every further copy; the error is the last.
/// </summary>
public static class FaultHeaders
{
    /// <summary>What all of these names begin with.</summary>
    public const string Prefix = "fault-";

    /// <summary>Topic the record first came from.</summary>
    public const string OriginTopic = Prefix + "origin-topic";

    /// <summary>Partition it first came from.</summary>
    public const string OriginPartition = Prefix + "origin-partition";

    /// <summary>Offset it had there.</summary>
    public const string OriginOffset = Prefix + "origin-offset";

    /// <summary>Timestamp it had there.</summary>
    public const string OriginTimestamp = Prefix + "origin-timestamp";

    /// <summary>Consumer group that failed on it.</summary>
    public const string Group = Prefix + "group";

    /// <summary>Attempts made so far by this group; absent or 0 for a record that only waits behind another of its key.</summary>
    public const string Attempts = Prefix + "attempts";

    /// <summary>Not to be tried again before this time; only in retry topics.</summary>
    public const string NotBefore = Prefix + "not-before";

    /// <summary>Why, in a short stable word: <c>malformed</c>, <c>failed</c>, or a processor's own.</summary>
    public const string Reason = Prefix + "reason";

    /// <summary>Full name of the last exception's type; absent without an exception.</summary>
    public const string ExceptionType = Prefix + "exception-type";

    /// <summary>The last exception's message, cut at <see cref="MaxMessageBytes"/>.</summary>
    public const string ExceptionMessage = Prefix + "exception-message";

    /// <summary>The last exception's stack trace, cut at <see cref="MaxStackBytes"/>; absent when the copy would be too large with
    /// it.</summary>
    public const string ExceptionStack = Prefix + "exception-stack";

    /// <summary>SHA-256 of the value in hexadecimal, only on a stub: a copy whose body is too large for its topic.</summary>
    public const string ValueSha256 = Prefix + "value-sha256";

    /// <summary>Size of the value in bytes, only on a stub.</summary>
    public const string ValueBytes = Prefix + "value-bytes";

    /// <summary>
    /// On a redriven record: one line for each time that it was redriven, oldest first:
    /// <c>time dead-letter-topic[partition]@offset</c>. Deduplication by event id lets such a record pass.
    /// </summary>
    public const string Redriven = Prefix + "redriven";

    /// <summary>Longest exception message, in bytes of UTF-8.</summary>
    public const int MaxMessageBytes = 1024;

    /// <summary>Longest stack trace, in bytes of UTF-8.</summary>
    public const int MaxStackBytes = 8 * 1024;
}
