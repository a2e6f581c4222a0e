using Microsoft.Extensions.Configuration;

namespace Librdkafka.Tests;

public class ConnectionSettingsTests
{
    [Theory]
    [InlineData("Kafka:BootstrapServers")]
    [InlineData("KAFKA_BOOTSTRAP_SERVERS")]
    public void The_brokers_are_read_under_both_names(string name)
    {
        var (settings, problems) = Read((name, "a:9092,[::1]:9093"));

        problems.ShouldBeEmpty();
        settings.ShouldBe(new Dictionary<string, string> { ["bootstrap.servers"] = "a:9092,[::1]:9093" });
    }

    [Fact]
    public void Key_and_secret_together_mean_SASL_over_TLS()
    {
        var (settings, problems) = Read(("Kafka:BootstrapServers", "a:9092"), ("KAFKA_API_KEY", "key"), ("KAFKA_API_SECRET", "hush"));

        problems.ShouldBeEmpty();
        ConnectionSettings.Masked(settings).ShouldBe(
            "bootstrap.servers=a:9092, sasl.mechanisms=PLAIN, sasl.password=***, sasl.username=key, security.protocol=sasl_ssl");
        settings["sasl.password"].ShouldBe("hush");
    }

    [Theory]
    [InlineData("KAFKA_API_KEY", "KAFKA_API_SECRET")]
    [InlineData("KAFKA_API_SECRET", "KAFKA_API_KEY")]
    public void One_of_key_and_secret_names_the_missing_one(string present, string missing)
    {
        var (_, problems) = Read(("Kafka:BootstrapServers", "a:9092"), (present, "hush-hush"));

        problems.ShouldHaveSingleItem().ShouldBe(
            $"{present} is set but {missing} is not. Set both (SASL_SSL, PLAIN) or neither (no credentials).");
    }

    [Fact]
    public void Settings_of_the_client_pass_through_and_win()
    {
        var (settings, problems) = Read(
            ("Kafka:BootstrapServers", "a:9092"),
            ("Kafka:Client:socket.keepalive.enable", "true"),
            ("Kafka:Client:bootstrap.servers", "b:9092"));

        problems.ShouldBeEmpty();
        settings["socket.keepalive.enable"].ShouldBe("true");
        settings["bootstrap.servers"].ShouldBe("b:9092");
    }

    [Fact]
    public void Every_mistake_is_named_at_once_without_secrets()
    {
        var (_, problems) = Read(
            ("Kafka:BootstrapServers", "a:9092,b:port,c:99999"),
            ("Kafka:Client:socket.keepalive", "true"),
            ("Kafka:Client:session.timeout.ms", "soon"),
            ("KAFKA_API_SECRET", "hush-hush"));

        problems.Count.ShouldBe(5);
        problems.ShouldContain(p => p.Contains("'b:port'"));
        problems.ShouldContain(p => p.Contains("'c:99999'"));
        problems.ShouldContain(p => p.StartsWith("Kafka__Client__socket.keepalive:"));
        problems.ShouldContain(p => p.StartsWith("Kafka__Client__session.timeout.ms:"));
        problems.ShouldAllBe(p => !p.Contains("hush-hush"));
    }

    [Fact]
    public void Without_brokers_the_key_to_set_is_named()
    {
        var (_, problems) = Read();

        problems.ShouldHaveSingleItem().ShouldContain("Kafka__BootstrapServers");
    }

    static (Dictionary<string, string> Settings, List<string> Problems) Read(params (string Name, string Value)[] values)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(v => new KeyValuePair<string, string?>(v.Name, v.Value)))
            .Build();
        List<string> problems = [];
        return (ConnectionSettings.Read(configuration, problems), problems);
    }
}
