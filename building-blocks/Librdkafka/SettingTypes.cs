namespace Librdkafka;

/// <summary>Where a setting's value comes from. Source: rdkafka.h, <c>rd_kafka_ConfigSource_t</c>.</summary>
public enum SettingSource
{
    /// <summary>The broker does not say.</summary>
    Unknown = 0,

    /// <summary>Set for the topic.</summary>
    Topic = 1,

    /// <summary>Set for one broker while it runs.</summary>
    Broker = 2,

    /// <summary>Set for all brokers while they run.</summary>
    AllBrokers = 3,

    /// <summary>The broker's configuration file.</summary>
    File = 4,

    /// <summary>Kafka's default.</summary>
    Default = 5,

    /// <summary>Set for the group.</summary>
    Group = 8,
}

/// <summary>A setting of a topic or broker.</summary>
/// <param name="Name">Kafka's name.</param>
/// <param name="Value">Its value; null for a secret.</param>
/// <param name="Source">Where the value comes from.</param>
/// <param name="IsReadOnly">Whether only a restart of the broker changes it.</param>
public sealed record Setting(string Name, string? Value, SettingSource Source, bool IsReadOnly);
