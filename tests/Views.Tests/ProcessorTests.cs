using KafkaRider;
using Librdkafka;
using Npgsql;

namespace Views.Tests;

public sealed class ProcessorTests(PostgresFixture postgres)
{
    static readonly byte[] Malformed = "not JSON"u8.ToArray();
    static readonly byte[] Refused = Records.Thing("n", 1, "nul", System.Text.Json.Nodes.JsonNode.Parse("""{"note":"a\u0000b"}""")!);

    [Fact]
    public async Task A_dead_letter_is_acknowledged_before_the_position_passes_it()
    {
        await using var view = await TestView.Create(postgres);
        var (processor, output) = await Assigned(view);
        output.OnAcknowledged = async () => (await view.Next())!.Value.ShouldBeLessThanOrEqualTo(output.Offsets.Max());

        await processor.Process(Batch(0, Records.Things(1)[0], Malformed, Refused, Records.Things(2)[1]), output, Token);

        output.Letters.ShouldBe(["malformed@1", "refused-by-database@2"]);
        output.Acknowledgements.ShouldBe(2);
        (await view.Next()).ShouldBe(4);
    }

    [Fact]
    public async Task A_dead_letter_that_is_not_acknowledged_holds_the_position()
    {
        await using var view = await TestView.Create(postgres);
        var (processor, output) = await Assigned(view);
        output.OnAcknowledged = () => throw new KafkaException(ErrorCode.MessageTimedOut, "Producing", "no broker");
        var batch = Batch(0, Malformed, Records.Things(1)[0]);

        await Should.ThrowAsync<KafkaException>(async () => await processor.Process(batch, output, Token));
        (await view.Next()).ShouldBe(0);

        output.OnAcknowledged = () => Task.CompletedTask;
        await processor.Process(batch, output, Token);
        (await view.Next()).ShouldBe(2);
    }

    [Fact]
    public async Task Attempts_while_the_database_is_down_copy_a_dead_letter_once()
    {
        await using var view = await TestView.Create(postgres);
        var (processor, output) = await Assigned(view);
        var batch = Batch(0, Malformed, Records.Things(1)[0]);
        await view.Scalar("ALTER TABLE view.things RENAME TO away");

        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Should.ThrowAsync<PostgresException>(async () => await processor.Process(batch, output, Token));
        }
        await view.Scalar("ALTER TABLE view.away RENAME TO things");
        await processor.Process(batch, output, Token);

        output.Letters.ShouldBe(["malformed@0"]);
        (await view.Next()).ShouldBe(2);
    }

    [Fact]
    public async Task What_a_constraint_or_a_trigger_refuses_is_tried_later_and_what_no_column_holds_is_not()
    {
        await using var view = await TestView.Create(postgres);
        var (processor, output) = await Assigned(view);
        await view.Scalar("ALTER TABLE view.things ADD CONSTRAINT gate CHECK (id <> 'thing-1')");
        await view.Scalar("""
            CREATE FUNCTION view.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not today'; END $$;
            CREATE TRIGGER refusing BEFORE INSERT ON view.things FOR EACH ROW WHEN (NEW.id = 'thing-2') EXECUTE FUNCTION view.refuse()
            """);

        await processor.Process(Batch(0, [.. Records.Things(4), Refused]), output, Token);

        output.Letters.ShouldBe(["failed:refused-by-database@1", "failed:refused-by-database@2", "refused-by-database@4"]);
        (await view.Scalar("SELECT string_agg(id, ',' ORDER BY id) FROM view.things")).ShouldBe("thing-0,thing-3");
        (await view.Next()).ShouldBe(5);
    }

    [Fact]
    public async Task Records_before_the_position_and_tombstones_are_passed()
    {
        await using var view = await TestView.Create(postgres);
        await view.Start();
        await view.Apply(0, Records.Things(2));
        var (processor, output) = await Assigned(view);

        await processor.Process(Batch(0, Malformed, Malformed, null, Records.Things(4)[3]), output, Token);

        output.Letters.ShouldBeEmpty();
        (await view.Scalar("SELECT string_agg(id, ',' ORDER BY id) FROM view.things")).ShouldBe("thing-0,thing-1,thing-3");
        (await view.Next()).ShouldBe(4);
    }

    [Fact]
    public async Task A_rehearsal_leaves_nothing_behind_and_is_not_needed()
    {
        await using var view = await TestView.Create(postgres);

        await Assigned(view);

        (await view.Scalar("SELECT count(*) FROM view.things")).ShouldBe("0");
        (await view.Scalar("SELECT string_agg(topic, ',') FROM view.offsets")).ShouldBe("things");
        await view.Scalar("ALTER TABLE view.things ADD CONSTRAINT gate CHECK (id LIKE 'thing-%')");
        var (processor, output) = await Assigned(view);
        await processor.Process(Batch(0, Records.Things(2)), output, Token);
        (await view.Scalar("SELECT count(*) FROM view.things")).ShouldBe("2");
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static async Task<(ViewProcessor, RecordedOutput)> Assigned(TestView view)
    {
        var metrics = new ViewMetrics(new Meters(), TestView.Table, TimeProvider.System);
        var printer = new EventPrinter(TextWriter.Null);
        var processor = new ViewProcessor(view.Reader, view.Applier, view.Positions, view.Options,
            new ViewRehearsal(TestView.Table, view.Reader, view.Writer), printer, metrics);
        await processor.Assigned(TestView.Partition, new PartitionContext(TestView.Cluster, "thing-group", 0, 1000), Token);
        return (processor, new RecordedOutput());
    }

    static RecordBatch Batch(long from, params byte[]?[] values) => RecordBatch.FromRecords("thing-group",
        [.. values.Select((value, i) => new PlainRecord(TestView.Partition.Topic, TestView.Partition.Partition, from + i, null, value))]);

    internal sealed class Meters : System.Diagnostics.Metrics.IMeterFactory
    {
        public System.Diagnostics.Metrics.Meter Create(System.Diagnostics.Metrics.MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
