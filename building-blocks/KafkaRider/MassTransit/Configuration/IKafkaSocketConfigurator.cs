namespace MassTransit;

/// <summary>Sockets of the client.</summary>
public interface IKafkaSocketConfigurator
{
    /// <summary>librdkafka <c>socket.timeout.ms</c>.</summary>
    TimeSpan? Timeout { set; }

    /// <summary>librdkafka <c>socket.send.buffer.bytes</c>.</summary>
    int? SendBufferBytes { set; }

    /// <summary>librdkafka <c>socket.receive.buffer.bytes</c>.</summary>
    int? ReceiveBufferBytes { set; }

    /// <summary>librdkafka <c>socket.keepalive.enable</c>.</summary>
    bool? KeepaliveEnable { set; }

    /// <summary>librdkafka <c>socket.nagle.disable</c>.</summary>
    bool? NagleDisable { set; }

    /// <summary>librdkafka <c>socket.max.fails</c>.</summary>
    int? MaxFails { set; }
}
