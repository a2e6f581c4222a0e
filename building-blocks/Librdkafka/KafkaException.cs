namespace Librdkafka;

/// <summary>An operation on Kafka failed. The message says what failed, the error's name and text, and what to do about it.</summary>
public sealed unsafe class KafkaException : Exception
{
    /// <summary>An error with a code only.</summary>
    public KafkaException(ErrorCode code, string operation, string? reason = null)
        : base(Describe(code, operation, reason)) => Code = code;

    KafkaException(nint error, string operation)
        : base(Describe(Native.rd_kafka_error_code(error), operation, Text.From(Native.rd_kafka_error_string(error))))
    {
        Code = Native.rd_kafka_error_code(error);
        IsFatal = Native.rd_kafka_error_is_fatal(error) != 0;
        IsRetriable = Native.rd_kafka_error_is_retriable(error) != 0;
        TransactionRequiresAbort = Native.rd_kafka_error_txn_requires_abort(error) != 0;
    }

    /// <summary>The error's code.</summary>
    public ErrorCode Code { get; }

    /// <summary>The client cannot go on: dispose of it and make a new one.</summary>
    public bool IsFatal { get; }

    /// <summary>The same call may be made again at once; it resumes where it was.</summary>
    public bool IsRetriable { get; }

    /// <summary>The open transaction must be aborted; then a new one may begin.</summary>
    public bool TransactionRequiresAbort { get; }

    /// <summary>The library's name of a code, for example <c>_TRANSPORT</c> or <c>TOPIC_ALREADY_EXISTS</c>.</summary>
    public static string Name(ErrorCode code) => Text.From(Native.rd_kafka_err2name(code));

    /// <summary>The library's text of a code.</summary>
    public static string Describe(ErrorCode code) => Text.From(Native.rd_kafka_err2str(code));

    internal static void ThrowIfFailed(ErrorCode code, string operation)
    {
        if (code != ErrorCode.NoError) throw new KafkaException(code, operation);
    }

    /// <summary>Takes ownership of an <c>rd_kafka_error_t</c>; nothing for null.</summary>
    internal static void ThrowIfFailed(nint error, string operation)
    {
        if (error != 0) throw FromError(error, operation);
    }

    internal static KafkaException FromError(nint error, string operation)
    {
        var exception = new KafkaException(error, operation);
        Native.rd_kafka_error_destroy(error);
        return exception;
    }

    static string Describe(ErrorCode code, string operation, string? reason)
    {
        string text = string.IsNullOrEmpty(reason) ? Describe(code) : reason;
        return $"{operation} failed: {text.TrimEnd('.')} ({Name(code)}). {Advice.For(code)}".TrimEnd();
    }
}
