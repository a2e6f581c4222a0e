namespace Librdkafka;

/// <content>Assignments: by hand, and within a rebalance.</content>
public sealed unsafe partial class Consumer
{
    bool _assignmentAnswered;

    /// <summary>
    /// How the group's assignor hands over partitions: <c>EAGER</c>, <c>COOPERATIVE</c>, or <c>NONE</c> before the group is joined.
    /// </summary>
    public string RebalanceProtocol => Text.From(Native.rd_kafka_rebalance_protocol(_client));

    /// <summary>True inside a Revoked or Lost handler whose partitions already belong to someone else.</summary>
    public bool AssignmentLost => Native.rd_kafka_assignment_lost(_client) != 0;

    /// <summary>What is assigned now.</summary>
    /// <exception cref="KafkaException">The client cannot tell.</exception>
    public IReadOnlyList<TopicPartition> Assignment
    {
        get
        {
            ErrorCode code = Native.rd_kafka_assignment(_client, out NativeTopicPartitionList* partitions);
            KafkaException.ThrowIfFailed(code, "Reading the assignment");
            using PartitionList list = PartitionList.Own(partitions);
            return PartitionList.Partitions(list.Pointer);
        }
    }

    /// <summary>Sets the whole assignment: by hand without a subscription, or in the Assigned handler of an eager group.</summary>
    /// <exception cref="KafkaException">The assignment is not possible.</exception>
    public void Assign(params IEnumerable<TopicPartitionOffset> positions)
    {
        _assignmentAnswered = true;
        using PartitionList list = PartitionList.Of(positions);
        KafkaException.ThrowIfFailed(Native.rd_kafka_assign(_client, list.Pointer), "Assigning partitions");
    }

    /// <summary>Adds to the assignment: in the Assigned handler of a cooperative group.</summary>
    /// <exception cref="KafkaException">The assignment is not possible.</exception>
    public void IncrementalAssign(params IEnumerable<TopicPartitionOffset> positions)
    {
        _assignmentAnswered = true;
        using PartitionList list = PartitionList.Of(positions);
        KafkaException.ThrowIfFailed(Native.rd_kafka_incremental_assign(_client, list.Pointer), "Assigning partitions");
    }

    /// <summary>In an Assigned handler: takes the partitions from these positions, in the way of the protocol in use.</summary>
    /// <exception cref="KafkaException">The assignment is not possible.</exception>
    public void AssignFrom(IEnumerable<TopicPartitionOffset> positions)
    {
        if (RebalanceProtocol == "COOPERATIVE") IncrementalAssign(positions);
        else Assign(positions);
    }

    /// <summary>Takes from the assignment: in the Revoked handler of a cooperative group.</summary>
    /// <exception cref="KafkaException">The partitions are not assigned.</exception>
    public void IncrementalUnassign(params IEnumerable<TopicPartition> partitions)
    {
        _assignmentAnswered = true;
        using PartitionList list = PartitionList.Of(partitions);
        KafkaException.ThrowIfFailed(Native.rd_kafka_incremental_unassign(_client, list.Pointer), "Giving back partitions");
    }

    /// <summary>Drops the whole assignment.</summary>
    /// <exception cref="KafkaException">The client cannot.</exception>
    public void Unassign()
    {
        _assignmentAnswered = true;
        KafkaException.ThrowIfFailed(Native.rd_kafka_assign(_client, null), "Giving back partitions");
    }

    /// <summary>
    /// Called by librdkafka inside a poll. Every rebalance must be answered, or the group waits for this member for ever.
    /// </summary>
    void Rebalance(ErrorCode code, TopicPartition[] partitions)
    {
        _assignmentAnswered = false;
        try
        {
            if (_callbacks.Muted) return;
            if (code == ErrorCode.AssignPartitions) _events.Assigned?.Invoke(this, partitions);
            else if (code == ErrorCode.RevokePartitions) Release(partitions);
            else _callbacks.Report(_client.DangerousGetHandle(), code, KafkaException.Describe(code), position: null);
        }
        finally
        {
            if (!_assignmentAnswered) Answer(code, partitions);
        }
    }

    void Release(TopicPartition[] partitions)
    {
        var handler = AssignmentLost ? _events.Lost ?? _events.Revoked : _events.Revoked;
        handler?.Invoke(this, partitions);
    }

    void Answer(ErrorCode code, TopicPartition[] partitions)
    {
        bool assign = code == ErrorCode.AssignPartitions;
        if (assign) AssignFrom(partitions.Select(p => new TopicPartitionOffset(p.Topic, p.Partition, SpecialOffset.Stored)));
        else if (code == ErrorCode.RevokePartitions && RebalanceProtocol == "COOPERATIVE") IncrementalUnassign(partitions);
        else Unassign();
    }
}
