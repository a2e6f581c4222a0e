namespace Librdkafka;

/// <summary>What to do about an error.</summary>
internal static class Advice
{
    const string OpenTransaction =
        "A transaction that commits offsets is still open; its broker ends it when its time is out. If it stays, the broker has lost its "
        + "end, as Kafka 4.3 can when killed as the only one that could lead (KAFKA-20734): kafka-transactions.sh find-hanging "
        + "--broker-id ID --max-transaction-timeout 1 shows where, abort ends it there; what it held is done again.";

    internal static string For(ErrorCode code) => code switch
    {
        ErrorCode.Transport or ErrorCode.AllBrokersDown or ErrorCode.NetworkException or ErrorCode.Resolve =>
            "Check Kafka__BootstrapServers, that the broker runs, and that the addresses it advertises can be reached from here.",
        ErrorCode.TimedOut or ErrorCode.RequestTimedOut =>
            "The outcome is not known: the broker may be slow, unreachable, or without a quorum; look at its log, then try again.",
        ErrorCode.MessageTimedOut => "No broker acknowledged the record in message.timeout.ms; produce it again when the broker is back.",
        ErrorCode.QueueFull => "Poll the producer and try again, or raise queue.buffering.max.kbytes.",
        ErrorCode.Authentication or ErrorCode.SaslAuthentication => "Check KAFKA_API_KEY and KAFKA_API_SECRET.",
        ErrorCode.Ssl => "Check security.protocol and the ssl.* settings (Kafka__Client__ssl.ca.location).",
        ErrorCode.TopicAuthorization or ErrorCode.GroupAuthorization or ErrorCode.ClusterAuthorization
            or ErrorCode.TransactionalIdAuthorization => "Grant the API key's principal the right by an ACL or role.",
        ErrorCode.UnknownTopicOrPartition or ErrorCode.UnknownTopic or ErrorCode.UnknownPartition =>
            "Create the topic (topics are never created by use), or correct its name or the partition's number.",
        ErrorCode.TopicExists => "Nothing to do if its partitions are as wanted.",
        ErrorCode.MessageTooLarge or ErrorCode.BatchTooLarge =>
            "Make the record smaller, or raise message.max.bytes at the client and max.message.bytes of the topic together.",
        ErrorCode.Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch =>
            "A newer instance uses the same transactional.id and has taken over: stop this one.",
        ErrorCode.FencedInstance => "Another consumer uses the same group.instance.id and has taken over: stop this one.",
        ErrorCode.Fatal => "Dispose of the client and make a new one.",
        ErrorCode.State or ErrorCode.InvalidTransactionState => "The calls came in an order that the client's state does not allow.",
        ErrorCode.Conflict or ErrorCode.PreviousInProgress or ErrorCode.InProgress =>
            "Wait for the earlier call to end, or repeat that one.",
        ErrorCode.ConcurrentTransactions => "The previous transaction is still being completed; try again shortly.",
        ErrorCode.InvalidTransactionTimeout => "Lower transaction.timeout.ms or raise the broker's transaction.max.timeout.ms.",
        ErrorCode.UnknownMember or ErrorCode.IllegalGeneration or ErrorCode.RebalanceInProgress or ErrorCode.AssignmentLost =>
            "The group has rebalanced; go on polling, the partitions' new owner continues from the committed offset.",
        ErrorCode.MaximumPollExceeded => "Poll more often, or raise max.poll.interval.ms; go on polling to join the group again.",
        ErrorCode.UnknownGroup or ErrorCode.InvalidGroup => "Set group.id.",
        ErrorCode.NoOffsetReset or ErrorCode.OffsetOutOfRange =>
            "The records at the position are gone (retention, or another cluster): choose a new one, or rebuild what depends on them.",
        ErrorCode.InvalidReplicationFactor => "Ask for at most as many replicas as there are brokers.",
        ErrorCode.InvalidPartitions => "Ask for at least one partition.",
        ErrorCode.InvalidTopic => "Use letters, digits, '.', '_' and '-', at most 249.",
        ErrorCode.InvalidRecord => "A record of a compacted topic needs a key.",
        ErrorCode.UnsupportedFeature or ErrorCode.UnsupportedVersion or ErrorCode.NotImplemented =>
            "The broker does not offer this; the embedded broker knows only the basic requests.",
        ErrorCode.NotCoordinator or ErrorCode.CoordinatorNotAvailable or ErrorCode.CoordinatorLoading or ErrorCode.WaitingForCoordinator =>
            "The coordinator is being elected or starts; try again shortly. If it stays so, look at the broker's internal topics.",
        ErrorCode.LeaderNotAvailable or ErrorCode.NotLeader or ErrorCode.FencedLeaderEpoch =>
            "The partition's leader changes; the client finds the new one by itself. If it stays so, a broker is missing.",
        ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend =>
            "Bring the missing brokers back, or lower min.insync.replicas of the topic.",
        ErrorCode.InvalidSessionTimeout =>
            "Choose session.timeout.ms between the broker's group.min.session.timeout.ms and group.max.session.timeout.ms.",
        ErrorCode.InvalidArgument or ErrorCode.InvalidConfiguration => "Correct the setting that the text names.",
        ErrorCode.InvalidTimestamp =>
            "Correct the record's timestamp, or raise the topic's message.timestamp.before.max.ms and message.timestamp.after.max.ms.",
        ErrorCode.PolicyViolation => "Ask the cluster's operators which policy forbids it.",
        ErrorCode.StorageError or ErrorCode.FileSystem => "Look at the disk, its space and its rights.",
        ErrorCode.ResourceExhausted => "Raise the process's limits of memory, threads or open files, or make fewer clients.",
        ErrorCode.NonEmptyGroup or ErrorCode.GroupSubscribed => "Stop the group's members first.",
        ErrorCode.GroupNotFound => "Correct the group's name; a group exists once it has members or committed offsets.",
        ErrorCode.ThrottlingQuotaExceeded => "Send less, or raise the client's quota; the client waits and goes on by itself.",
        ErrorCode.OutOfOrderSequence or ErrorCode.UnknownProducerId or ErrorCode.InvalidProducerIdMapping =>
            "The broker has lost what it knew of this producer (retention, an unclean election): make a new one, and check what arrived.",
        ErrorCode.BadMessage or ErrorCode.BadCompression or ErrorCode.InvalidMessage =>
            "The batch is damaged: check the network and the broker's disks; the codec must be one that this library was built with.",
        ErrorCode.PurgedInQueue or ErrorCode.PurgedInFlight =>
            "The record was given up by a purge or an abort: produce it again if it matters.",
        ErrorCode.NotController => "The controller changes; try again shortly.",
        ErrorCode.NotFound or ErrorCode.UnknownBroker => "Correct the name or number that the text has.",
        ErrorCode.NotConfigured => "Set the setting that the text names.",
        ErrorCode.Inconsistent or ErrorCode.GaplessGuarantee => "Make a new producer, and check what arrived.",
        ErrorCode.Destroyed => "The client was disposed of while this call was under way.",
        ErrorCode.UnstableOffsetCommit => OpenTransaction,
        _ => "",
    };
}
