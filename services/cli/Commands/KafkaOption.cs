using System.CommandLine;

namespace Cli;

/// <summary>The brokers that a command asks, where it starts none.</summary>
static class KafkaOption
{
    public static readonly Option<string?> Given = new("--kafka")
    {
        Description = "The brokers; without it Kafka__BootstrapServers or KAFKA_BOOTSTRAP_SERVERS of the environment.",
        HelpName = "HOST:PORT",
    };
}
