using Confluent.Kafka;

namespace KafkaRider;

/// <content>Settings that go to the client as they are.</content>
internal sealed partial class FactoryConfigurator
{
    public Acks? Acks
    {
        set => Client.Acks = value;
    }

    public string? ClientId
    {
        set => Client.ClientId = value;
    }

    public int? MessageMaxBytes
    {
        set => Client.MessageMaxBytes = value;
    }

    public int? MessageCopyMaxBytes
    {
        set => Client.MessageCopyMaxBytes = value;
    }

    public int? ReceiveMessageMaxBytes
    {
        set => Client.ReceiveMessageMaxBytes = value;
    }

    public int? MaxInFlight
    {
        set => Client.MaxInFlight = value;
    }

    public TimeSpan? TopicMetadataRefreshInterval
    {
        set => Client.TopicMetadataRefreshIntervalMs = value.ToMilliseconds();
    }

    public TimeSpan? MetadataMaxAge
    {
        set => Client.MetadataMaxAgeMs = value.ToMilliseconds();
    }

    public TimeSpan? TopicMetadataRefreshFastInterval
    {
        set => Client.TopicMetadataRefreshFastIntervalMs = value.ToMilliseconds();
    }

    public bool? TopicMetadataRefreshSparse
    {
        set => Client.TopicMetadataRefreshSparse = value;
    }

    public string? TopicBlacklist
    {
        set => Client.TopicBlacklist = value;
    }

    public string? Debug
    {
        set => Client.Debug = value;
    }

    public TimeSpan? BrokerAddressTtl
    {
        set => Client.BrokerAddressTtl = value.ToMilliseconds();
    }

    public BrokerAddressFamily? BrokerAddressFamily
    {
        set => Client.BrokerAddressFamily = value;
    }

    public TimeSpan? ReconnectBackoff
    {
        set => Client.ReconnectBackoffMs = value.ToMilliseconds();
    }

    public TimeSpan? ReconnectBackoffMax
    {
        set => Client.ReconnectBackoffMaxMs = value.ToMilliseconds();
    }

    public TimeSpan? StatisticsInterval
    {
        set => Client.StatisticsIntervalMs = value.ToMilliseconds();
    }

    public bool? LogQueue
    {
        set => Client.LogQueue = value;
    }

    public bool? LogThreadName
    {
        set => Client.LogThreadName = value;
    }

    public bool? LogConnectionClose
    {
        set => Client.LogConnectionClose = value;
    }

    public int? InternalTerminationSignal
    {
        set => Client.InternalTerminationSignal = value;
    }

    public SecurityProtocol? SecurityProtocol
    {
        set => Client.SecurityProtocol = value;
    }

    public string? PluginLibraryPaths
    {
        set => Client.PluginLibraryPaths = value;
    }

    public string? ClientRack
    {
        set => Client.ClientRack = value;
    }
}
