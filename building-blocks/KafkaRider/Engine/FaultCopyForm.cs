namespace KafkaRider;

/// <summary>How much of a record its copy keeps; each form is smaller than the one before.</summary>
internal enum FaultCopyForm
{
    /// <summary>Everything.</summary>
    Whole,

    /// <summary>Everything but the stack trace.</summary>
    WithoutStack,

    /// <summary>Key and headers, and the hash of the value in its place.</summary>
    WithoutBody,

    /// <summary>Origin, error and the hash of the value; no key, value or headers of the record.</summary>
    OriginOnly,
}
