using System.Text;
using System.Text.Json;
using KafkaRider;
using Librdkafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Views.Tests;

/// <summary>What a join adds to the rows of a view.</summary>
public sealed class JoinedTests(PostgresFixture postgres) : IAsyncDisposable
{
    const string Joined = "things-with-owners";
    static readonly TopicPartition Partition = new(Joined, 0);

    static readonly ViewTable Table = TestView.Table with
    {
        Enrichment = new ViewEnrichment(
            Joined, [ViewColumn.Text("owner"), ViewColumn.Whole("age"), ViewColumn.Number("worth"), ViewColumn.Time("since")]),
    };

    ViewDatabase? database;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_row_shows_what_was_joined_whichever_came_first(bool isJoinedFirst)
    {
        var (processor, output) = await Assigned();
        if (isJoinedFirst) await processor.Process(Batch(0, ("thing-0", Value("Ann"))), output, Token);
        await AddThing();
        if (!isJoinedFirst) await processor.Process(Batch(0, ("thing-0", Value("Ann"))), output, Token);

        var row = await One("thing-0");

        row.GetProperty("size").GetInt64().ShouldBe(0);
        row.GetProperty("owner").GetString().ShouldBe("Ann");
        row.GetProperty("age").GetInt64().ShouldBe(40);
        row.GetProperty("worth").GetDecimal().ShouldBe(12.5m);
        row.GetProperty("since").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2025, 1, 20, 14, 15, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task The_last_record_of_a_key_counts_and_a_tombstone_takes_it_back()
    {
        var (processor, output) = await Assigned();
        await AddThing();

        await processor.Process(Batch(0, ("thing-0", Value("Ann")), ("thing-0", Value("Bob")), ("other", Value("Eve"))), output, Token);
        (await One("thing-0")).GetProperty("owner").GetString().ShouldBe("Bob");
        await processor.Process(Batch(3, ("thing-0", null)), output, Token);

        (await One("thing-0")).GetProperty("owner").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Records_that_come_again_change_nothing()
    {
        var (processor, output) = await Assigned();
        await AddThing();
        await processor.Process(Batch(0, ("thing-0", Value("Ann")), ("thing-0", Value("Bob"))), output, Token);

        await processor.Process(Batch(0, ("thing-0", Value("Ann"))), output, Token);

        (await One("thing-0")).GetProperty("owner").GetString().ShouldBe("Bob");
        (await Positions().Read(Partition, Token)).ShouldBe(2);
    }

    [Fact]
    public async Task What_cannot_be_read_is_a_dead_letter_and_the_rest_goes_on()
    {
        var (processor, output) = await Assigned();
        await AddThing();

        await processor.Process(
            Batch(0, ("thing-0", "no JSON"), ("", Value("Ann")), ("thing-0", """{"age":"old"}"""), ("thing-0", Value("Bob"))),
            output,
            Token);

        output.Letters.ShouldBe(["malformed@0", "malformed@1", "malformed@2"]);
        (await One("thing-0")).GetProperty("owner").GetString().ShouldBe("Bob");
        (await Positions().Read(Partition, Token)).ShouldBe(4);
    }

    [Fact]
    public async Task Emptied_the_view_has_forgotten_what_was_joined_and_reads_it_anew()
    {
        var (processor, output) = await Assigned();
        await processor.Process(Batch(0, ("thing-0", Value("Ann"))), output, Token);

        await Database.Reset(Token);
        await AddThing();

        (await One("thing-0")).GetProperty("owner").ValueKind.ShouldBe(JsonValueKind.Null);
        (await processor.Assigned(Partition, Context, Token)).ShouldBe(0);
        await processor.Process(Batch(0, ("thing-0", Value("Ann"))), output, Token);
        (await One("thing-0")).GetProperty("owner").GetString().ShouldBe("Ann");
    }

    [Fact]
    public async Task Each_record_is_printed_once_with_its_key_and_fields()
    {
        var printed = new StringWriter();
        var (processor, output) = await Assigned(printed);

        await processor.Process(Batch(0, ("thing-0", Value(@"A\u001b[2J")), ("thing-0", null), ("\u0007", "no JSON")), output, Token);
        await processor.Process(Batch(1, ("thing-0", null), ("\u0007", "no JSON"), ("thing-1", """{"age":[1]}""")), output, Token);

        printed.ToString().ReplaceLineEndings("\n").ShouldStartWith("""
            --- things-with-owners[0] at 0
            key: "thing-0"
            owner: "A\u001B[2J"
            age: 40
            worth: 12.50
            since: "2025-01-20T14:15:00.000Z"
            more: 1
            --- things-with-owners[0] at 1
            key: "thing-0"
            (no value: the row is taken back)
            --- things-with-owners[0] at 2
            key: "\u0007"
            (unreadable: a joined record is a JSON object:
            """.ReplaceLineEndings("\n"));
        printed.ToString().ReplaceLineEndings("\n").ShouldEndWith("""
            --- things-with-owners[0] at 3
            key: "thing-1"
            age: [1]

            """.ReplaceLineEndings("\n"));
        printed.ToString().Split("---").Length.ShouldBe(5);
    }

    public async ValueTask DisposeAsync()
    {
        if (database is not null) await database.DisposeAsync();
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static PartitionContext Context => new(TestView.Cluster, "thing-group", 0, 1_000);

    ViewDatabase Database => database ?? throw new InvalidOperationException("no view yet");

    static string Value(string owner) =>
        $$"""{"owner":"{{owner}}","age":40,"worth":12.50,"since":"2025-01-20T14:15:00.000Z","more":1}""";

    static ViewOptions Options => new() { Topic = "things", Group = "thing-group", JoinedTopic = Joined };

    ViewPositions Positions() => new(Database, Options, NullLogger<ViewPositions>.Instance);

    async Task<(JoinedProcessor Processor, RecordedOutput Output)> Assigned(TextWriter? prints = null)
    {
        database = new ViewDatabase(await postgres.NewDatabase(), new ViewSql(Table, "view"));
        var metrics = new ViewMetrics(new ProcessorTests.Meters(), Table, TimeProvider.System);
        var (positions, printer) = (Positions(), new EventPrinter(prints ?? TextWriter.Null));
        var processor = new JoinedProcessor(
            Table, new JoinedWriter(database, Table), positions, Options with { Print = prints is not null }, printer, metrics);
        await processor.Assigned(Partition, Context, Token);
        return (processor, new RecordedOutput());
    }

    async Task AddThing()
    {
        var positions = Positions();
        var next = await positions.Start(TestView.Partition, Context, Token);
        var states = new RecordReader(Table).Read(Records.Things(1)[0]).Entities;
        (await new ViewWriter(Database, Table).Write(TestView.Partition, states, next, next + 1, Token)).ShouldBeTrue();
    }

    async Task<JsonElement> One(string id)
    {
        using var queries = new ViewQueries(Database);
        return JsonElement.Parse((await queries.One(id, Token)).ShouldNotBeNull());
    }

    static RecordBatch Batch(long from, params (string Key, string? Value)[] records) => RecordBatch.FromRecords(
        "thing-group",
        [.. records.Select((record, index) => new PlainRecord(
            Joined, 0, from + index, Encoding.UTF8.GetBytes(record.Key),
            record.Value is null ? null : Encoding.UTF8.GetBytes(record.Value)))]);
}
