namespace KafkaRider;

/// <summary>Records of one partition in the open transaction, for finding the one that the broker rejects.</summary>
internal readonly record struct TransactionBatch(AssignedPartition Partition, long FirstOffset, int Count);
