using static Streams.Tests.Joins;

namespace Streams.Tests;

/// <summary>How long a row that finds nothing waits before it goes out alone.</summary>
public class JoinWaits
{
    static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    readonly ManualTime time = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_row_that_finds_nothing_goes_out_alone_after_its_wait_and_is_corrected_later(bool isMutable)
    {
        var join = Simulate(Of(JoinKind.Left, isMutable, wait: Wait));

        join.Feed(Row("r", "k", 1));
        join.Drain();
        time.Advance(Wait - TimeSpan.FromMilliseconds(1));
        join.Tick();
        join.Outputs.ShouldBeEmpty();

        time.Advance(TimeSpan.FromMilliseconds(200));
        join.Tick();
        join.Outputs.ShouldHaveSingleItem().Value!.ShouldContain("\"one\":null");

        join.Feed(Other("k", 1));
        join.Drain();
        join.Outputs.Count.ShouldBe(2);
        join.Outputs[1].Value!.ShouldContain("\"one\":\"other 1\"");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_row_that_finds_the_other_side_in_time_goes_out_once(bool isMutable)
    {
        var join = Simulate(Of(JoinKind.Left, isMutable, wait: Wait));

        join.Feed(Row("r", "k", 1));
        join.Drain();
        time.Advance(Wait / 2);
        join.Feed(Other("k", 1));
        join.Drain();
        time.Advance(2 * Wait);
        join.Tick();

        join.Outputs.ShouldHaveSingleItem().Value!.ShouldContain("\"one\":\"other 1\"");
    }

    [Fact]
    public void A_row_without_a_key_waits_for_nothing()
    {
        var join = Simulate(Of(JoinKind.Left, isMutable: true, wait: Wait));

        join.Feed(Row("r", null, 1));
        join.Drain();

        join.Outputs.ShouldHaveSingleItem().Value!.ShouldContain("\"on\":null");
    }

    [Fact]
    public void A_row_that_moves_while_it_waits_waits_anew_whatever_timers_are_left()
    {
        var join = Simulate(Of(JoinKind.Left, isMutable: true, wait: Wait));
        join.Feed(Row("r", "k", 1));
        join.Drain();

        time.Advance(0.8 * Wait);
        join.Feed(Row("r", "m", 2));
        join.Drain();
        for (var steps = 0; steps < 9; steps++)
        {
            time.Advance(0.1 * Wait);
            join.Tick();
            join.Drain();
            join.Outputs.ShouldBeEmpty();
        }
        time.Advance(0.2 * Wait);
        join.Tick();

        join.Outputs.ShouldHaveSingleItem().Value!.ShouldContain("\"on\":\"m\",\"row\":\"text\",\"one\":null");
    }

    [Fact]
    public void A_timer_of_an_earlier_key_does_not_let_a_row_out_alone_before_its_new_key_has_answered()
    {
        var join = Simulate(Of(JoinKind.Left, isMutable: true, wait: Wait));
        join.Feed(Other("m", 1));
        join.Feed(Row("r", "k", 1));
        join.Drain();
        time.Advance(0.8 * Wait);
        join.Feed(Row("r", "m", 2));
        join.StepRows();

        time.Advance(0.4 * Wait);
        join.Tick();
        join.Outputs.ShouldBeEmpty();
        join.Drain();

        join.Outputs.ShouldHaveSingleItem().Value!.ShouldContain("\"one\":\"other 1\"");
    }

    [Fact]
    public void A_row_whose_key_answers_late_goes_out_alone_at_once()
    {
        var join = Simulate(Of(JoinKind.Left, isMutable: true, wait: Wait));
        join.Feed(Row("r", "k", 1));
        join.StepRows();

        time.Advance(1.1 * Wait);
        join.Drain();

        join.Outputs.ShouldHaveSingleItem().Value!.ShouldContain("\"one\":null");
    }

    [Fact]
    public void A_row_that_comes_back_to_its_key_waits_anew()
    {
        var join = Simulate(Of(JoinKind.Left, isMutable: true, wait: Wait));
        foreach (var (on, at) in ((string, long)[])[("k", 1), ("m", 2), ("k", 3)])
        {
            join.Feed(Row("r", on, at));
            join.Drain();
            time.Advance(0.4 * Wait);
            join.Tick();
        }

        time.Advance(0.4 * Wait);
        join.Tick();
        join.Outputs.ShouldBeEmpty();
        time.Advance(0.3 * Wait);
        join.Tick();
        join.Outputs.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_row_that_waits_when_the_wait_gets_longer_waits_longer(bool isMutable)
    {
        var join = Simulate(Of(JoinKind.Left, isMutable, wait: Wait));
        join.Feed(Row("r", "k", 1));
        join.Drain();

        join.Restart(Of(JoinKind.Left, isMutable, wait: 2 * Wait));
        time.Advance(1.5 * Wait);
        join.Tick();
        join.Outputs.ShouldBeEmpty();
        time.Advance(0.6 * Wait);
        join.Tick();

        join.Outputs.ShouldHaveSingleItem().Value!.ShouldContain("\"one\":null");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_row_from_before_the_join_had_a_wait_waits_for_nothing(bool isMutable)
    {
        var join = Simulate(Of(JoinKind.Left, isMutable));
        join.Feed(Row("r", "k", 1));
        join.Drain();

        join.Restart(Of(JoinKind.Left, isMutable, wait: Wait));
        join.Feed(Row("r", "k", 2, "another"));
        join.Drain();

        join.Outputs[^1].Value!.ShouldContain("\"row\":\"another\",\"one\":null");
    }

    [Fact]
    public void A_row_whose_key_tells_others_first_does_not_go_out_alone_meanwhile()
    {
        const int rows = 2 * FanOut.MostAtOnce + 10;
        var join = Simulate(Of(JoinKind.Left, isMutable: false, wait: Wait));
        for (var row = 0; row < rows; row++) join.Feed(Row($"r{row}", "k", 1));
        join.Drain();

        join.Feed(Other("k", 1));
        join.Drain();
        time.Advance(2 * Wait);
        join.Tick();
        join.Tick();

        join.Outputs.Count.ShouldBe(rows);
        join.Outputs.ShouldAllBe(output => output.Value!.Contains("other 1"));
    }

    JoinSimulation Simulate(Join join) => new(join, new Random(1), time);
}
