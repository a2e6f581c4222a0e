using System.Text.Json.Nodes;

namespace Views.Tests;

public sealed class RefusedRecordTests(PostgresFixture postgres)
{
    static readonly byte[][] Refused =
    [
        Records.Thing("nul", 1, "nul", JsonNode.Parse("""{"size":1,"note":"a\u0000b"}""")!),
        Records.Thing("nul name", 1, "nul-name", JsonNode.Parse("""{"a\u0000b":1}""")!),
        Records.Thing("number", 1, "number", JsonNode.Parse("""{"weight":1e200000}""")!),
    ];

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(500, 0)]
    [InlineData(500, 250)]
    [InlineData(500, 499)]
    public async Task Exactly_the_record_that_the_database_refuses_is_given_up(int count, int bad)
    {
        foreach (var record in Refused)
        {
            await using var view = await TestView.Create(postgres);
            await view.Start();
            var records = Records.Things(count);
            records[bad] = record;

            (await view.Apply(0, records)).ShouldBe([bad]);

            (await view.Scalar("SELECT count(*) FROM view.things")).ShouldBe($"{count - 1}");
            (await view.Next()).ShouldBe(count);
        }
    }

    [Fact]
    public async Task Many_refused_records_are_each_given_up_once_in_order()
    {
        await using var view = await TestView.Create(postgres);
        await view.Start();
        byte[][] records = [.. Records.Things(100).Select((record, i) => i % 9 == 0 ? Refused[i % 3] : record)];

        (await view.Apply(0, records)).ShouldBe(Enumerable.Range(0, 100).Where(i => i % 9 == 0).Select(i => (long)i));

        (await view.Scalar("SELECT count(*) FROM view.things")).ShouldBe("88");
    }

    [Fact]
    public async Task A_database_error_that_is_not_about_a_value_gives_nothing_up()
    {
        await using var view = await TestView.Create(postgres);
        await view.Start();
        await view.Scalar("ALTER TABLE view.things RENAME TO gone");
        var refused = new List<long>();

        await view.Apply(0, refused, Records.Thing("e1", 1, "a", new { })).ShouldThrowAsync<Npgsql.PostgresException>();

        refused.ShouldBeEmpty();
        (await view.Next()).ShouldBe(0);
        await view.Scalar("ALTER TABLE view.gone RENAME TO things");
        await view.Apply(0, refused, Records.Thing("e1", 1, "a", new { }));
        (await view.Next()).ShouldBe(1);
    }
}
