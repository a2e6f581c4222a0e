using System.Globalization;

namespace Streams.Tests;

/// <summary>A key with many rows tells them of its changes in pieces.</summary>
public class FanOuts
{
    const int Many = 25_000;

    [Fact]
    public void Rows_of_a_large_key_hear_once_while_rows_come_and_go()
    {
        var told = new ToldRows();
        var random = new Random(1);
        for (var number = 0; number < Many; number++) told.Add(Id(number));

        told.Change();
        told.Told.ShouldBe(FanOut.MostAtOnce);
        var ticks = 0;
        for (var next = Many; !told.IsOver; ticks++)
        {
            for (var number = 0; number < 300; number++) told.Remove(Id(random.Next(next)));
            // The rows that were told last and those that come next, too.
            for (var number = -40; number < 40; number++) told.Remove(Id(Many - FanOut.MostAtOnce * (ticks + 1) + number));
            for (var number = 0; number < 100; number++) told.Add(Id(next++));
            var before = told.Told;
            told.Tick();
            (told.Told - before).ShouldBeLessThanOrEqualTo(FanOut.MostAtOnce);
        }

        ticks.ShouldBeLessThanOrEqualTo(Many / FanOut.MostAtOnce);
        told.Rows.ShouldAllBe(row => told.Knows(row) == 1);
    }

    [Fact]
    public void A_change_while_an_earlier_one_is_told_reaches_every_row()
    {
        var told = new ToldRows();
        for (var number = 0; number < Many; number++) told.Add(Id(number));

        told.Change();
        for (var ticks = 0; ticks < 5; ticks++) told.Tick();
        told.Change();
        told.Told.ShouldBe(6 * FanOut.MostAtOnce, "what is under way takes it along");
        while (!told.IsOver) told.Tick();

        told.Rows.ShouldAllBe(row => told.Knows(row) == 2);
        told.Told.ShouldBe(Many + 6 * FanOut.MostAtOnce);
    }

    [Fact]
    public void A_key_that_changes_all_the_time_gets_round_to_all_its_rows()
    {
        var told = new ToldRows();
        for (var number = 0; number < Many; number++) told.Add(Id(number));
        told.Change();

        for (var ticks = 0; ticks < 2 * Many / FanOut.MostAtOnce; ticks++)
        {
            told.Change();
            told.Tick();
        }

        told.Rows.ShouldAllBe(row => told.Knows(row) >= told.Changes - Many / FanOut.MostAtOnce - 1);
    }

    [Fact]
    public void A_key_whose_rows_are_all_told_at_once_keeps_nothing_of_it()
    {
        var told = new ToldRows(mostAtOnce: 32);
        for (var number = 0; number < 32; number++) told.Add(Id(number));

        told.Change();

        told.IsOver.ShouldBeTrue();
        told.Told.ShouldBe(32);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public void Changes_at_random_between_pieces_are_heard_once_and_all_know_the_newest(int mostAtOnce)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var told = new ToldRows(mostAtOnce);
            var ids = random.Next(1, 150);
            for (var number = 0; number < 1_500; number++)
            {
                // Keys grow for a while, then shrink.
                var isGrowing = number / 300 % 2 == 0;
                switch (random.Next(10))
                {
                    case 0:
                        told.Change();
                        break;
                    case 1 or 2:
                        told.Tick();
                        break;
                    default:
                        if (random.Next(10) < (isGrowing ? 8 : 2)) told.Add(Id(random.Next(ids)));
                        else told.Remove(Id(random.Next(ids)));
                        break;
                }
            }
            for (var ticks = 0; !told.IsOver; ticks++)
            {
                ticks.ShouldBeLessThanOrEqualTo(2 * ids / mostAtOnce + 2, $"seed {seed}");
                told.Tick();
            }
            told.Rows.ShouldAllBe(row => told.Knows(row) == told.Changes, $"seed {seed}");
        }
    }

    static string Id(int number) => number.ToString(CultureInfo.InvariantCulture);
}
