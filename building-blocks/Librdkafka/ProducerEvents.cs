namespace Librdkafka;

/// <summary>What a producer tells its owner.</summary>
public sealed record ProducerEvents : ClientEvents
{
    /// <summary>
    /// The fate of each record, or only of failed ones with <c>delivery.report.only.error</c>. Null costs nothing: within a
    /// transaction the commit tells.
    /// </summary>
    public Action<DeliveryReport>? Delivered { get; init; }
}

/// <summary>What became of a produced record.</summary>
/// <param name="Opaque">The value given to <see cref="Producer.Produce"/>.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition it was given; -1 when it failed before it had one.</param>
/// <param name="Offset">Its offset in the log; negative when it failed.</param>
/// <param name="Error">NoError: acknowledged by <c>acks</c> replicas.</param>
/// <param name="Persistence">Whether it is in the log, also when there was an error.</param>
public readonly record struct DeliveryReport(
    nint Opaque, string Topic, int Partition, long Offset, ErrorCode Error, RecordPersistence Persistence);

/// <summary>Whether a produced record is in the log. Source: rdkafka.h, <c>rd_kafka_msg_status_t</c>.</summary>
public enum RecordPersistence
{
    /// <summary>It is not and never will be: producing it again makes no duplicate.</summary>
    NotPersisted = 0,

    /// <summary>It was sent but not acknowledged: producing it again may make a duplicate.</summary>
    PossiblyPersisted = 1,

    /// <summary>It is.</summary>
    Persisted = 2,
}
