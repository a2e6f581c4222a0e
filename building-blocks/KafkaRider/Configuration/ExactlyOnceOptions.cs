using System.Runtime.Serialization;

namespace KafkaRider;

/// <summary>Settings of an exactly-once endpoint.</summary>
public sealed class ExactlyOnceOptions
{
    readonly List<Type> permanent = [typeof(SerializationException)];

    /// <summary>
    /// False for the same loop without transactions: outputs are visible as soon as they are produced, and may come again after a failure:
    /// at-least-once. Processors keep their state, timers and life cycle; positions are committed after the outputs and the state, while
    /// the next records are processed: a handler of commits hears of them before the group's answer.
    /// </summary>
    public bool Transactions { get; set; } = true;

    /// <summary>Time from a transaction's first record to its commit: what a reader of committed records waits at most beside
    /// processing.</summary>
    public TimeSpan CommitInterval { get; set; } = RecordEndpointDefaults.CommitInterval;

    /// <summary>Most consumed records of one transaction.</summary>
    public int RecordLimit { get; set; } = RecordEndpointDefaults.TransactionRecordLimit;

    /// <summary>Most consumed bytes of one transaction.</summary>
    public int ByteLimit { get; set; } = RecordEndpointDefaults.TransactionByteLimit;

    /// <summary>
    /// Most attempts at one message of a typed endpoint, with back-off between them, until it counts as failed for good. What its consumer
    /// retries itself (<c>UseMessageRetry</c>) is inside one attempt.
    /// </summary>
    public int AttemptLimit { get; set; } = RecordEndpointDefaults.AttemptLimit;

    /// <summary>First wait before another attempt at a message of a typed endpoint; doubled by each further failure up to
    /// <see cref="LongestBackOff"/>.</summary>
    public TimeSpan FirstBackOff { get; set; } = RecordEndpointDefaults.FirstBackOff;

    /// <summary>Longest wait between two attempts at a message of a typed endpoint.</summary>
    public TimeSpan LongestBackOff { get; set; } = RecordEndpointDefaults.LongestBackOff;

    /// <summary>
    /// Name of this instance, the second part of <c>transactional.id</c>: no other living instance of the group may have it. Kept over
    /// restarts, it ends the transaction of a killed predecessor at once; without it readers wait for the broker to time that one out
    /// (10 s). Null: the name kept in <see cref="StateFolder"/>, else a new name for each start.
    /// </summary>
    public string? InstanceId { get; set; }

    /// <summary>
    /// A folder that outlives the process and belongs to it alone. It keeps this instance's name, which then is in both its
    /// <c>transactional.id</c> and its <c>group.instance.id</c>: a restart ends what its past left open and gets the same partitions
    /// without a rebalance; with other topics than before it is another member, which may wait for the session of the former one to end.
    /// While another process uses the folder, the endpoint does not start and says so.
    /// </summary>
    public string? StateFolder { get; set; }

    /// <summary>Messages of typed endpoints that fail with this exception, also as the cause of another, are never tried again.</summary>
    /// <typeparam name="TException">The exception, or what it derives from.</typeparam>
    public ExactlyOnceOptions Permanent<TException>()
        where TException : Exception
    {
        permanent.Add(typeof(TException));
        return this;
    }

    internal IEnumerable<string> Problems()
    {
        (string Name, int Value)[] counts =
            [(nameof(RecordLimit), RecordLimit), (nameof(ByteLimit), ByteLimit), (nameof(AttemptLimit), AttemptLimit)];
        (string Name, TimeSpan Value)[] durations =
            [(nameof(CommitInterval), CommitInterval), (nameof(FirstBackOff), FirstBackOff), (nameof(LongestBackOff), LongestBackOff)];
        foreach (var (name, value) in counts)
            if (value < 1) yield return $"{name} is {value}, at least 1 is needed";
        foreach (var (name, value) in durations)
            if (value <= TimeSpan.Zero) yield return $"{name} is {value}, more than zero is needed";
    }

    internal bool IsPermanent(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            if (permanent.Exists(type => type.IsInstanceOfType(cause))) return true;
        return false;
    }
}
