using Contracts;

namespace Capture;

/// <summary>When rows that are already in the outbox table are sent, before the log is followed.</summary>
enum Republish
{
    /// <summary>Never: only what the log has.</summary>
    Never,

    /// <summary>When Kafka holds no position of the database, as on a broker that has forgotten everything.</summary>
    WhenForgotten,

    /// <summary>Once at the start of this process, whatever Kafka holds: after a slot was lost. Consumers drop repeats by event
    /// id.</summary>
    Once,
}

/// <summary>Every setting of the capture, section <c>Capture</c> (environment: <c>Capture__Name</c>), and every limit it keeps.</summary>
sealed record CaptureOptions
{
    /// <summary>Prefix of the logical messages that keep an idle slot moving.</summary>
    public const string HeartbeatPrefix = "capture-heartbeat";

    /// <summary>Bytes that Kafka adds to a record at most, batch header included.</summary>
    public const int RecordOverheadBytes = 1024;

    /// <summary>Key and value of one record together, in bytes.</summary>
    public const int MaxRecordBytes = Limits.MaxRecordBytes - RecordOverheadBytes;

    /// <summary>How often the slot is looked at and the confirmed position is sent to the server.</summary>
    public static readonly TimeSpan ConfirmInterval = TimeSpan.FromSeconds(1);

    /// <summary>Silence of the server after which the connection counts as broken. A server that gets our confirmations has nothing to say
    /// by itself while nothing is written: the heartbeats come back.</summary>
    public static readonly TimeSpan ServerTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Longest time between heartbeats, in seconds: well below <see cref="ServerTimeout"/>.</summary>
    public const int MaxHeartbeatSeconds = 30;

    /// <summary>First wait after a failure; doubled up to <see cref="MaxBackOff"/>.</summary>
    public static readonly TimeSpan MinBackOff = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait after a failure.</summary>
    public static readonly TimeSpan MaxBackOff = TimeSpan.FromSeconds(5);

    /// <summary>How long a stop may wait for records that are on their way.</summary>
    public static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long one call to Kafka (initialise, commit, metadata) may take.</summary>
    public static readonly TimeSpan KafkaTimeout = TimeSpan.FromSeconds(15);

    /// <summary>How long Kafka keeps a transaction open whose capture has gone.</summary>
    public static readonly TimeSpan TransactionTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Key and value bytes of one batch: with real Kafka, of one Kafka transaction. Two batches are held for each
    /// database.</summary>
    public int MaxBatchBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Records of one batch.</summary>
    public int MaxBatchRecords { get; init; } = 5_000;

    /// <summary>Shortest time between two Kafka transactions of a database, in milliseconds: under load it gathers small database
    /// transactions; the first one after a pause does not wait.</summary>
    public int CommitIntervalMilliseconds { get; init; } = 10;

    /// <summary>How long nothing may have been confirmed before a heartbeat is written, in seconds.</summary>
    public int HeartbeatSeconds { get; init; } = 10;

    /// <summary>On the embedded broker: bytes of a partition (before compression) that the reading group may have left unread. The broker
    /// drops the oldest records of a partition beyond 5 MiB. 0: no limit.</summary>
    public int MaxUnreadBytes { get; init; } = 3 * 1024 * 1024;

    /// <summary>On the embedded broker: the group whose unread bytes are bounded.</summary>
    public string ReadingGroup { get; init; } = Groups.Routing;

    /// <summary>Topic of the records.</summary>
    public string Topic { get; init; } = Topics.RawBusinessEvents;

    /// <summary>Topic of the positions.</summary>
    public string PositionTopic { get; init; } = Topics.CapturePositions;

    /// <summary>Whether the table's rows are sent first.</summary>
    public Republish Republish { get; init; } = Republish.Never;

    /// <summary>Event ids that are left out when their record is too large for Kafka; any other such row stops the capture.</summary>
    public IReadOnlyList<string> Skip { get; init; } = [];
}
