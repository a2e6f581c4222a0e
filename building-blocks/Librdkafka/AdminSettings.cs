using System.Diagnostics;

namespace Librdkafka;

/// <content>Partitions and settings.</content>
public sealed unsafe partial class Admin
{
    /// <summary>
    /// Raises a topic's number of partitions and waits until all have leaders. Keys go elsewhere afterwards: what relies on the order of
    /// a key, or on equally partitioned topics, breaks.
    /// </summary>
    /// <exception cref="KafkaException">
    /// The topic has that many or more (<see cref="ErrorCode.InvalidPartitions"/>), does not exist, or the cluster refused.
    /// </exception>
    public Task CreatePartitions(string topic, int total, CancellationToken cancellationToken = default) => OnOwnThread(
        () =>
        {
            Raise(topic, total, cancellationToken);
            return WaitForLeaders([topic], cancellationToken, least: total);
        },
        cancellationToken);

    /// <summary>All settings of a topic, those of the broker that apply to it included.</summary>
    /// <exception cref="KafkaException">The topic does not exist, or the cluster refused.</exception>
    public Task<IReadOnlyList<Setting>> TopicSettings(string topic, CancellationToken cancellationToken = default) =>
        OnOwnThread(() => DescribeSettings(Native.ResourceTopic, topic, cancellationToken), cancellationToken);

    /// <summary>All settings of a broker.</summary>
    /// <exception cref="KafkaException">There is no such broker, or it refused.</exception>
    public Task<IReadOnlyList<Setting>> BrokerSettings(int broker, CancellationToken cancellationToken = default) =>
        OnOwnThread(() => DescribeSettings(Native.ResourceBroker, broker.ToString(), cancellationToken), cancellationToken);

    /// <summary>
    /// Changes settings of a topic; null takes one back to the broker's. The others stay as they are, unless somebody else changes them
    /// between the reading and the writing of this call: the request that 2.0.2 knows replaces them all. Waits until a broker tells the
    /// new ones.
    /// </summary>
    /// <exception cref="KafkaException">A value is not valid, the topic does not exist, or the cluster refused.</exception>
    public Task AlterTopicSettings(
        string topic, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken = default) => OnOwnThread(
        () =>
        {
            Dictionary<string, string> all = OwnSettings(topic, cancellationToken);
            foreach (var (name, value) in changes)
            {
                if (value is null) all.Remove(name);
                else all[name] = value;
            }

            AlterSettings(topic, all, cancellationToken);
            WaitUntilSet(topic, all, cancellationToken);
            return all;
        },
        cancellationToken);

    void Raise(string topic, int total, CancellationToken cancellationToken)
    {
        byte* error = stackalloc byte[ErrorSize];
        string operation = $"Raising topic '{topic}' to {total} partitions";
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total);
        nint request = Native.rd_kafka_NewPartitions_new(topic, (nuint)total, error, ErrorSize);
        if (request == 0) throw new KafkaException(ErrorCode.InvalidArgument, operation, Text.From(error));
        try
        {
            _ = Ask(
                AdminOperation.CreatePartitions,
                operation,
                (options, queue) => Native.rd_kafka_CreatePartitions(_client, in request, 1, options, queue),
                result => ReadTopics(
                    Native.rd_kafka_CreatePartitions_result_topics(result, out nuint count), count, ErrorCode.NoError, "Raising"),
                cancellationToken);
        }
        finally
        {
            Native.rd_kafka_NewPartitions_destroy(request);
        }
    }

    IReadOnlyList<Setting> DescribeSettings(int type, string name, CancellationToken cancellationToken)
    {
        string operation = $"Reading the settings of '{name}'";
        nint resource = Native.rd_kafka_ConfigResource_new(type, name);
        try
        {
            return Ask(
                AdminOperation.DescribeConfigs,
                operation,
                (options, queue) => Native.rd_kafka_DescribeConfigs(_client, in resource, 1, options, queue),
                result => ReadSettings(Native.rd_kafka_DescribeConfigs_result_resources(result, out _)[0], operation),
                cancellationToken);
        }
        finally
        {
            Native.rd_kafka_ConfigResource_destroy(resource);
        }
    }

    Dictionary<string, string> OwnSettings(string topic, CancellationToken cancellationToken) =>
        DescribeSettings(Native.ResourceTopic, topic, cancellationToken)
            .Where(setting => setting.Source == SettingSource.Topic)
            .ToDictionary(setting => setting.Name, setting => setting.Value ?? "");

    /// <summary>The controller takes a change a little before the brokers know it, and a next change would read the old ones.</summary>
    void WaitUntilSet(string topic, Dictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (!OwnSettings(topic, cancellationToken).ToHashSet().SetEquals(wanted))
        {
            if (Stopwatch.GetElapsedTime(start) > _timeout)
                throw new KafkaException(ErrorCode.TimedOut, $"Waiting until the settings of topic '{topic}' are changed");
            cancellationToken.WaitHandle.WaitOne(Slice);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    void AlterSettings(string topic, Dictionary<string, string> all, CancellationToken cancellationToken)
    {
        string operation = $"Changing the settings of topic '{topic}'";
        nint resource = Native.rd_kafka_ConfigResource_new(Native.ResourceTopic, topic);
        try
        {
            foreach (var (name, value) in all)
                KafkaException.ThrowIfFailed(Native.rd_kafka_ConfigResource_set_config(resource, name, value), operation);
            _ = Ask(
                AdminOperation.AlterConfigs,
                operation,
                (options, queue) => Native.rd_kafka_AlterConfigs(_client, in resource, 1, options, queue),
                result => ReadSettings(Native.rd_kafka_AlterConfigs_result_resources(result, out _)[0], operation),
                cancellationToken);
        }
        finally
        {
            Native.rd_kafka_ConfigResource_destroy(resource);
        }
    }

    static Setting[] ReadSettings(nint resource, string operation)
    {
        ErrorCode code = Native.rd_kafka_ConfigResource_error(resource);
        if (code != ErrorCode.NoError)
            throw new KafkaException(code, operation, Text.From(Native.rd_kafka_ConfigResource_error_string(resource)));
        nint* entries = Native.rd_kafka_ConfigResource_configs(resource, out nuint count);
        var settings = new Setting[count];
        for (nuint i = 0; i < count; i++)
        {
            byte* value = Native.rd_kafka_ConfigEntry_value(entries[i]);
            settings[i] = new Setting(
                Text.From(Native.rd_kafka_ConfigEntry_name(entries[i])),
                value == null ? null : Text.From(value),
                Native.rd_kafka_ConfigEntry_source(entries[i]),
                Native.rd_kafka_ConfigEntry_is_read_only(entries[i]) == 1);
        }

        return settings;
    }
}
