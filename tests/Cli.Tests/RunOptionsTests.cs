namespace Cli.Tests;

public sealed class RunOptionsTests
{
    [Fact]
    public void Without_options_the_samples_are_posted_singly_and_the_platform_stays_up()
    {
        var options = Parse();

        options.ShouldBe(new RunOptions());
        options.EventSource().ShouldBeOfType<SampleEvents>();
        options.Plan().ShouldBe(PostingPlan.Singly);
    }

    [Fact]
    public void Every_option_is_read()
    {
        var options = Parse("--once", "--events", "3000", "--seed", "9", "--rate", "100", "--json", "--kafka", "k:9092",
            "--capture", "debezium", "--base-port", "6100", "--data", "/tmp/d", "--patience", "5");

        options.ShouldBe(new RunOptions
        {
            Once = true,
            Events = 3000,
            Seed = 9,
            Rate = 100,
            Json = true,
            Kafka = "k:9092",
            Capture = CaptureKind.Debezium,
            BasePort = 6100,
            Data = "/tmp/d",
            Patience = TimeSpan.FromSeconds(5),
        });
        options.EventSource().Count.ShouldBe(3000);
        options.Plan().ShouldBe(PostingPlan.Bulk(100));
    }

    [Theory]
    [InlineData("--events", "0")]
    [InlineData("--events", "many")]
    [InlineData("--rate", "5")]
    [InlineData("--events 5 --rate", "0")]
    [InlineData("--base-port", "70000")]
    [InlineData("--capture", "polling")]
    [InlineData("--patience", "0")]
    public void A_wrong_value_is_named(string options, string value)
    {
        string[] arguments = ["run", .. options.Split(' '), value];

        var parsed = RootCommands.Create().Parse(arguments);

        parsed.Errors.ShouldHaveSingleItem().Message.ShouldContain(options.Split(' ')[^1]);
    }

    [Fact]
    public void Ports_are_those_of_the_documentation()
    {
        using var data = new TemporaryFolder();
        var options = new PlatformOptions(DataFolder.Open(data.Path), 5100, Kafka: null, KafkaHome: null, CaptureKind.Embedded);

        options.Services().ToDictionary(service => service.Name, service => 5100 + service.PortOffset).ShouldBe(new Dictionary<string, int>
        {
            ["cars"] = 5101,
            ["loans"] = 5102,
            ["payments"] = 5103,
            ["capture"] = 5110,
            ["routing"] = 5120,
            ["car-consumer"] = 5131,
            ["loan-consumer"] = 5132,
            ["loan-payment-consumer"] = 5133,
            ["service-consumer"] = 5134,
        });
    }

    [Fact]
    public void Debezium_without_a_distribution_that_has_it_is_refused()
    {
        using var data = new TemporaryFolder();
        var options = new PlatformOptions(DataFolder.Open(data.Path), 5100, Kafka: "k:9092", KafkaHome: data.Path, CaptureKind.Debezium);

        options.Problems().ShouldContain(problem => problem.Contains("KAFKA_HOME") && problem.Contains("kafka-server-start.sh"));
        options.Problems().ShouldContain(problem => problem.Contains("--capture embedded"));
    }

    static RunOptions Parse(params string[] arguments)
    {
        var parsed = RootCommands.Create().Parse(["run", .. arguments]);
        parsed.Errors.ShouldBeEmpty();
        return RunCommand.Read(parsed);
    }
}
