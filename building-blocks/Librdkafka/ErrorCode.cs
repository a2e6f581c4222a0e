namespace Librdkafka;

/// <summary>
/// Error codes of librdkafka (negative: of the client) and of the Kafka protocol (positive: of a broker). Codes without a name here
/// keep their number; <see cref="KafkaException"/> has the library's text for every one. Source: rdkafka.h,
/// <c>rd_kafka_resp_err_t</c>.
/// </summary>
public enum ErrorCode
{
    /// <summary>The received batch is damaged.</summary>
    BadMessage = -199,
    /// <summary>Unknown or damaged compression.</summary>
    BadCompression = -198,
    /// <summary>The client or broker handle is being destroyed.</summary>
    Destroyed = -197,
    /// <summary>A failure without a better code.</summary>
    Failure = -196,
    /// <summary>The connection to a broker failed or broke.</summary>
    Transport = -195,
    /// <summary>The operating system refused a resource (thread, memory, descriptor).</summary>
    ResourceExhausted = -194,
    /// <summary>The name of a broker cannot be resolved.</summary>
    Resolve = -193,
    /// <summary>The record was not acknowledged within <c>message.timeout.ms</c>.</summary>
    MessageTimedOut = -192,
    /// <summary>The end of a partition was reached; reported only with <c>enable.partition.eof</c>.</summary>
    PartitionEnd = -191,
    /// <summary>The partition does not exist in the cluster.</summary>
    UnknownPartition = -190,
    /// <summary>A file cannot be read or written.</summary>
    FileSystem = -189,
    /// <summary>The topic does not exist in the cluster.</summary>
    UnknownTopic = -188,
    /// <summary>No broker can be reached at present; the client goes on trying.</summary>
    AllBrokersDown = -187,
    /// <summary>An argument or a setting is not valid.</summary>
    InvalidArgument = -186,
    /// <summary>The local call gave up waiting; the operation may still happen.</summary>
    TimedOut = -185,
    /// <summary>The producer's queue is full (<c>queue.buffering.max.messages</c> or <c>.kbytes</c>): poll, then try again.</summary>
    QueueFull = -184,
    /// <summary>TLS set-up failed.</summary>
    Ssl = -181,
    /// <summary>The group's or transaction's coordinator is not known yet.</summary>
    WaitingForCoordinator = -180,
    /// <summary>No <c>group.id</c> is set, or the group is unknown.</summary>
    UnknownGroup = -179,
    /// <summary>The operation is already under way.</summary>
    InProgress = -178,
    /// <summary>An earlier call of this operation has not ended.</summary>
    PreviousInProgress = -177,
    /// <summary>A subscription and this operation exclude each other.</summary>
    ExistingSubscription = -176,
    /// <summary>Rebalance: partitions are to be assigned.</summary>
    AssignPartitions = -175,
    /// <summary>Rebalance: partitions are to be given back.</summary>
    RevokePartitions = -174,
    /// <summary>Two uses of the client exclude each other.</summary>
    Conflict = -173,
    /// <summary>The client is not in a state that allows the operation.</summary>
    State = -172,
    /// <summary>This library version does not do that.</summary>
    NotImplemented = -170,
    /// <summary>The broker refused the credentials.</summary>
    Authentication = -169,
    /// <summary>There is no stored offset (a commit with nothing to commit).</summary>
    NoOffset = -168,
    /// <summary>The answer is about something that has changed meanwhile.</summary>
    Outdated = -167,
    /// <summary>The request waited too long in the local queue.</summary>
    TimedOutInQueue = -166,
    /// <summary>The broker does not support the request.</summary>
    UnsupportedFeature = -165,
    /// <summary>The call was interrupted.</summary>
    Interrupted = -163,
    /// <summary>The answer is only a part.</summary>
    Partial = -158,
    /// <summary>The object cannot be changed.</summary>
    ReadOnly = -157,
    /// <summary>There is no such entry.</summary>
    NotFound = -156,
    /// <summary>The record was purged before it was sent.</summary>
    PurgedInQueue = -152,
    /// <summary>The record was purged while in flight: it may have been stored.</summary>
    PurgedInFlight = -151,
    /// <summary>A fatal error stands: the client can only be disposed of.</summary>
    Fatal = -150,
    /// <summary>Local state and the broker's disagree.</summary>
    Inconsistent = -149,
    /// <summary>Going on would leave a gap in the partition.</summary>
    GaplessGuarantee = -148,
    /// <summary>The consumer was not polled within <c>max.poll.interval.ms</c> and left the group.</summary>
    MaximumPollExceeded = -147,
    /// <summary>There is no such broker.</summary>
    UnknownBroker = -146,
    /// <summary>A setting that the operation needs is missing.</summary>
    NotConfigured = -145,
    /// <summary>Another instance with the same identity has taken over.</summary>
    Fenced = -144,
    /// <summary>An error made by the application.</summary>
    Application = -143,
    /// <summary>The partitions already belong to someone else.</summary>
    AssignmentLost = -142,
    /// <summary>Nothing was done.</summary>
    Noop = -141,
    /// <summary>The position is outside the log and <c>auto.offset.reset</c> is <c>error</c>.</summary>
    NoOffsetReset = -140,
    /// <summary>The broker reports an unexpected error.</summary>
    Unknown = -1,
    /// <summary>No error.</summary>
    NoError = 0,
    /// <summary>The offset is outside the log.</summary>
    OffsetOutOfRange = 1,
    /// <summary>The broker found the record damaged.</summary>
    InvalidMessage = 2,
    /// <summary>The broker does not know the topic or partition (yet).</summary>
    UnknownTopicOrPartition = 3,
    /// <summary>The partition has no leader at present.</summary>
    LeaderNotAvailable = 5,
    /// <summary>The broker is not the partition's leader any more.</summary>
    NotLeader = 6,
    /// <summary>The request timed out at the broker.</summary>
    RequestTimedOut = 7,
    /// <summary>The record is larger than the topic's <c>max.message.bytes</c>, or the client's <c>message.max.bytes</c>.</summary>
    MessageTooLarge = 10,
    /// <summary>The broker closed the connection before it answered.</summary>
    NetworkException = 13,
    /// <summary>The coordinator is loading its state.</summary>
    CoordinatorLoading = 14,
    /// <summary>There is no coordinator at present.</summary>
    CoordinatorNotAvailable = 15,
    /// <summary>The broker is not the coordinator any more.</summary>
    NotCoordinator = 16,
    /// <summary>The name is not that of a topic, or the topic is internal.</summary>
    InvalidTopic = 17,
    /// <summary>The batch is larger than a log segment.</summary>
    BatchTooLarge = 18,
    /// <summary>Fewer replicas are in sync than <c>min.insync.replicas</c>.</summary>
    NotEnoughReplicas = 19,
    /// <summary>Stored, but by fewer replicas than <c>min.insync.replicas</c>.</summary>
    NotEnoughReplicasAfterAppend = 20,
    /// <summary>The group has rebalanced: this member's generation is over.</summary>
    IllegalGeneration = 22,
    /// <summary>The group id is not valid.</summary>
    InvalidGroup = 24,
    /// <summary>The group does not know this member: it was removed.</summary>
    UnknownMember = 25,
    /// <summary>The broker does not allow this <c>session.timeout.ms</c>.</summary>
    InvalidSessionTimeout = 26,
    /// <summary>The group is rebalancing.</summary>
    RebalanceInProgress = 27,
    /// <summary>Not authorized for the topic.</summary>
    TopicAuthorization = 29,
    /// <summary>Not authorized for the group.</summary>
    GroupAuthorization = 30,
    /// <summary>Not authorized for the cluster operation.</summary>
    ClusterAuthorization = 31,
    /// <summary>The timestamp is outside the range that the topic allows.</summary>
    InvalidTimestamp = 32,
    /// <summary>The broker does not support this request version.</summary>
    UnsupportedVersion = 35,
    /// <summary>The topic exists already.</summary>
    TopicExists = 36,
    /// <summary>The number of partitions is not valid.</summary>
    InvalidPartitions = 37,
    /// <summary>The replication factor is not valid: more replicas than brokers.</summary>
    InvalidReplicationFactor = 38,
    /// <summary>A topic setting is not valid.</summary>
    InvalidConfiguration = 40,
    /// <summary>The broker is not the controller.</summary>
    NotController = 41,
    /// <summary>The request is malformed.</summary>
    InvalidRequest = 42,
    /// <summary>A policy of the broker forbids it.</summary>
    PolicyViolation = 44,
    /// <summary>The producer's sequence has a gap.</summary>
    OutOfOrderSequence = 45,
    /// <summary>The broker has this batch already.</summary>
    DuplicateSequence = 46,
    /// <summary>A newer producer uses the same transactional id (older brokers' word for fenced).</summary>
    InvalidProducerEpoch = 47,
    /// <summary>The transaction is not in a state that allows the operation.</summary>
    InvalidTransactionState = 48,
    /// <summary>The producer id is not the one that the transactional id has now.</summary>
    InvalidProducerIdMapping = 49,
    /// <summary><c>transaction.timeout.ms</c> is above the broker's <c>transaction.max.timeout.ms</c>.</summary>
    InvalidTransactionTimeout = 50,
    /// <summary>An earlier operation on this transaction is still under way.</summary>
    ConcurrentTransactions = 51,
    /// <summary>Not authorized for the transactional id.</summary>
    TransactionalIdAuthorization = 53,
    /// <summary>The broker cannot use its disk.</summary>
    StorageError = 56,
    /// <summary>The broker refused the SASL credentials.</summary>
    SaslAuthentication = 58,
    /// <summary>The broker has forgotten the producer id.</summary>
    UnknownProducerId = 59,
    /// <summary>The group has members.</summary>
    NonEmptyGroup = 68,
    /// <summary>The group does not exist.</summary>
    GroupNotFound = 69,
    /// <summary>The client's view of the leader is outdated.</summary>
    FencedLeaderEpoch = 74,
    /// <summary>Another consumer with the same <c>group.instance.id</c> has taken over.</summary>
    FencedInstance = 82,
    /// <summary>Offsets of a topic cannot be deleted while the group subscribes to it.</summary>
    GroupSubscribed = 86,
    /// <summary>The broker refused the record (for a compacted topic: it has no key).</summary>
    InvalidRecord = 87,
    /// <summary>Offsets of an open transaction are pending.</summary>
    UnstableOffsetCommit = 88,
    /// <summary>A quota of the broker is used up.</summary>
    ThrottlingQuotaExceeded = 89,
    /// <summary>A newer producer uses the same transactional id.</summary>
    ProducerFenced = 90,
}
