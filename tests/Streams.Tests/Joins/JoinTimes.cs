using static Streams.Tests.Joins;

namespace Streams.Tests;

/// <summary>What time alone does to the rows of a join.</summary>
public class JoinTimes
{
    static readonly TimeSpan Keep = TimeSpan.FromDays(1);

    readonly ManualTime time = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_does_not_change_for_long_is_forgotten_without_a_word(bool isMutable)
    {
        var join = Simulate(Of(JoinKind.Left, isMutable, keep: Keep));

        join.Feed(Row("r", "k", 1));
        join.Feed(Other("k", 1));
        join.Drain();
        time.Advance(Keep / 2);
        join.Feed(Row("r", "k", 2));
        join.Drain();
        var shown = join.Outputs.Count;

        // The row first, then what no row looks up any more.
        time.Advance(Keep * 0.6);
        join.Tick();
        join.Drain();
        join.Entries.ShouldBeGreaterThan(0);
        for (var rounds = 0; rounds < 4; rounds++)
        {
            time.Advance(Keep * 1.1);
            join.Tick();
            join.Drain();
        }

        join.Entries.ShouldBe(0);
        join.Outputs.Count.ShouldBe(shown);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_join_that_keeps_for_ever_from_now_on_forgets_nothing(bool isMutable)
    {
        var join = Simulate(Of(JoinKind.Left, isMutable, keep: Keep));
        join.Feed(Row("r", "k", 1));
        join.Feed(Other("k", 1));
        join.Drain();

        join.Restart(Of(JoinKind.Left, isMutable));
        time.Advance(3 * Keep);
        join.Tick();
        join.Feed(Other("k", 2));
        join.Drain();

        join.Outputs[^1].Value!.ShouldContain("other 2");
    }

    [Theory]
    [InlineData(JoinKind.Left, 2)]
    [InlineData(JoinKind.Inner, 1)]
    public void As_of_processing_time_a_row_goes_out_once_with_what_is_there(JoinKind kind, int outputs)
    {
        var join = Simulate(Of(kind, isMutable: false, JoinType.AsOfProcessingTime));

        foreach (var version in (Version[])[Row("early", "k", 1), Other("k", 5), Other("k", 2), Row("late", "k", 1), Other("k", 9)])
        {
            join.Feed(version);
            join.Drain();
        }

        join.Outputs.Count.ShouldBe(outputs);
        join.Outputs[^1].Value!.ShouldContain("\"one\":\"other 2\"", customMessage: "the other side that arrived last counts");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_key_with_many_rows_tells_all_of_them_bit_by_bit(bool isMutable)
    {
        const int rows = 2 * FanOut.MostAtOnce + 10;
        var join = Simulate(Of(JoinKind.Left, isMutable));
        for (var row = 0; row < rows; row++) join.Feed(Row($"r{row}", "k", 1));
        join.Drain();

        join.Feed(Other("k", 1));
        join.Drain();
        var atOnce = Joined(join);
        join.Feed(Row("a new one", "k", 1));
        join.Drain();
        for (var ticks = 0; ticks < 2; ticks++)
        {
            join.Tick();
            join.Drain();
        }

        atOnce.ShouldBe(FanOut.MostAtOnce);
        Joined(join).ShouldBe(rows + 1);
    }

    static int Joined(JoinSimulation join) =>
        join.Outputs.Where(output => output.Value!.Contains("other 1", StringComparison.Ordinal)).DistinctBy(output => output.Row).Count();

    JoinSimulation Simulate(Join join) => new(join, new Random(1), time);
}
