namespace Librdkafka;

/// <summary>What to do about an error.</summary>
internal static class Advice
{
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
        ErrorCode.UnstableOffsetCommit => "A transaction that commits offsets is still open; try again when it has ended.",
        _ => "",
    };
}
