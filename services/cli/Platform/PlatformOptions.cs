using Servers;

namespace Cli;

/// <summary>What a platform is made of.</summary>
/// <param name="Data">Databases, broker data, logs.</param>
/// <param name="BasePort">Ports of the services are counted from it.</param>
/// <param name="Kafka">host:port of brokers that run already; null: start one.</param>
/// <param name="KafkaHome">A Kafka distribution; null: the embedded broker.</param>
/// <param name="Capture">What turns rows into records.</param>
sealed record PlatformOptions(DataFolder Data, int BasePort, string? Kafka, string? KafkaHome, CaptureKind Capture)
{
    public bool IsEmbedded => Kafka is null && KafkaHome is null;

    /// <summary>Debezium where it can run, unless the user said otherwise.</summary>
    public static CaptureKind DefaultCapture(string? kafka, string? kafkaHome) =>
        kafka is null && kafkaHome is not null && ConnectWorker.HasDebezium(kafkaHome) ? CaptureKind.Debezium : CaptureKind.Embedded;

    /// <summary>Mistakes that can be known before anything is started, all of them.</summary>
    public IEnumerable<string> Problems()
    {
        if (KafkaHome is not null && !File.Exists(Path.Combine(KafkaHome, "bin", "kafka-server-start.sh")))
            yield return $"KAFKA_HOME={KafkaHome} is not a Kafka distribution: bin/kafka-server-start.sh is missing.";
        if (Capture == CaptureKind.Debezium && (KafkaHome is null || !ConnectWorker.HasDebezium(KafkaHome)))
            yield return "--capture debezium needs KAFKA_HOME to be a Kafka distribution with Debezium's PostgreSQL connector in plugins/; "
                + "set it, or use --capture embedded.";
        foreach (var service in Services())
            if (!Ports.IsFree(BasePort + service.PortOffset))
                yield return $"Port {BasePort + service.PortOffset} ({service.Name}) is in use: stop what listens there, "
                    + "or choose others with --base-port.";
    }

    /// <summary>Every service that runs as a process.</summary>
    public IEnumerable<Service> Services() =>
        Service.All.Where(service => service != Service.Capture || Capture == CaptureKind.Embedded);
}
