using Servers;

namespace EndToEnd;

/// <summary>The Kafka distribution that the tests may use.</summary>
static class RealKafka
{
    public static string? Home => Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home ? home : null;

    /// <summary>Its folder; skips the test when there is none.</summary>
    public static string Required()
    {
        Assert.SkipWhen(Home is null, "KAFKA_HOME is not set");
        return Home!;
    }

    /// <summary>The same, with Debezium.</summary>
    public static string RequiredWithDebezium()
    {
        var home = Required();
        Assert.SkipUnless(ConnectWorker.HasDebezium(home), "KAFKA_HOME has no Debezium in plugins/");
        return home;
    }
}
