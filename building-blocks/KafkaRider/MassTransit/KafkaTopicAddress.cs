namespace MassTransit;

/// <summary>The address of a topic: <c>topic:name</c> in short, <c>{host}/kafka/name</c> in full.</summary>
public readonly struct KafkaTopicAddress
{
    /// <summary>Path of every topic's address.</summary>
    public const string PathPrefix = "kafka";

    /// <summary>Scheme of the short form.</summary>
    public const string TopicScheme = "topic";

    /// <summary>Reads an address, short or full.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public KafkaTopicAddress(Uri hostAddress, Uri address)
    {
        Host = hostAddress;
        var path = address.IsAbsoluteUri && address.Scheme == TopicScheme ? address.AbsolutePath : address.AbsolutePath.TrimStart('/');
        const string prefix = PathPrefix + "/";
        if (address.Scheme != TopicScheme && !path.StartsWith(prefix, StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"'{address}' is not the address of a topic. Use topic:name or {hostAddress}{prefix}name.", nameof(address));
        }

        Topic = Uri.UnescapeDataString(address.Scheme == TopicScheme ? path : path[prefix.Length..]);
    }

    /// <summary>The address of a topic on a host.</summary>
    public KafkaTopicAddress(Uri hostAddress, string topic) => (Host, Topic) = (hostAddress, topic);

    /// <summary>Address of the bus.</summary>
    public Uri Host { get; }

    /// <summary>Name of the topic.</summary>
    public string Topic { get; }

    /// <summary>The full address.</summary>
    public static implicit operator Uri(in KafkaTopicAddress address) =>
        new UriBuilder(address.Host) { Path = $"{address.Host.AbsolutePath.TrimEnd('/')}/{PathPrefix}/{address.Topic}" }.Uri;
}
