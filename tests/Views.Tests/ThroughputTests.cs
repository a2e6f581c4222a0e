using System.Diagnostics;

namespace Views.Tests;

/// <summary>Measures, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;

[Collection(nameof(Alone))]
public sealed class ThroughputTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Batches_reach_the_view_at_hundreds_of_records_a_second_even_on_a_busy_machine()
    {
        const int Batches = 40, Size = ViewLimits.BatchRecords;
        await using var view = await TestView.Create(postgres);
        await view.Start();
        byte[][] records = [.. Enumerable.Range(0, Batches * Size).Select(i =>
            Records.Thing($"e{i}", i, $"thing-{i}", new
            {
                color = "midnight silver",
                size = i,
                price = "38620.00",
                boughtAt = "2025-12-19T20:39:17.937238Z",
                note = new string('x', 300),
            }))];
        await view.Apply(0, records[..Size]);

        var clock = Stopwatch.StartNew();
        for (var batch = 1; batch < Batches; batch++) await view.Apply(batch * Size, records[(batch * Size)..((batch + 1) * Size)]);
        var rate = (Batches - 1) * Size / clock.Elapsed.TotalSeconds;

        clock.Restart();
        const int Singles = 200;
        for (var i = 0; i < Singles; i++) await view.Apply(Batches * Size + i, Records.Thing($"s{i}", i, $"single-{i}", new { size = i }));
        var single = clock.Elapsed.TotalMilliseconds / Singles;

        clock.Restart();
        for (var batch = 0; batch < Batches; batch++)
        {
            await view.Apply(Batches * Size + Singles + batch * Size, records[(batch * Size)..((batch + 1) * Size)]);
        }
        var repeats = Batches * Size / clock.Elapsed.TotalSeconds;

        TestContext.Current.SendDiagnosticMessage($"{rate:0} new records/s, {repeats:0} repeats/s, {single:0.00} ms for a batch of one");
        rate.ShouldBeGreaterThan(300);
    }
}
