namespace Capture.Tests;

public sealed class AckTrackerTests
{
    readonly AckTracker _tracker = new();

    [Fact]
    public void A_transaction_is_confirmed_when_it_ended_and_all_its_records_are_acknowledged()
    {
        var first = _tracker.Send();
        var second = _tracker.Send();

        _tracker.Acknowledge(first);
        _tracker.Confirmed.ShouldBe(0UL);
        _tracker.Acknowledge(second);
        _tracker.Confirmed.ShouldBe(0UL);
        _tracker.Close(100);
        _tracker.Confirmed.ShouldBe(100UL);
    }

    [Fact]
    public void A_later_transaction_waits_for_an_earlier_one()
    {
        var slow = _tracker.Send();
        _tracker.Close(100);
        var quick = _tracker.Send();
        _tracker.Close(200);

        _tracker.Acknowledge(quick);
        _tracker.Confirmed.ShouldBe(0UL);
        _tracker.Acknowledge(slow);
        _tracker.Confirmed.ShouldBe(200UL);
        _tracker.Outstanding.ShouldBe(0);
    }

    [Fact]
    public void A_transaction_without_records_is_confirmed_in_its_turn()
    {
        var record = _tracker.Send();
        _tracker.Close(100);
        _tracker.Close(200);
        _tracker.Confirmed.ShouldBe(0UL);

        _tracker.Acknowledge(record);
        _tracker.Confirmed.ShouldBe(200UL);
    }

    [Fact]
    public void An_open_transaction_is_never_confirmed()
    {
        _tracker.Close(100);
        _tracker.Acknowledge(_tracker.Send());
        _tracker.Acknowledge(_tracker.Send());

        _tracker.Confirmed.ShouldBe(100UL);
    }

    [Fact]
    public void Any_order_of_acknowledgements_ends_at_the_last_transaction_and_never_passes_an_unfinished_one()
    {
        const int transactions = 500;
        var random = new Random(7);
        var unacknowledged = new List<(long Number, int Transaction)>();
        var open = new int[transactions + 1];

        for (var transaction = 1; transaction <= transactions; transaction++)
        {
            for (var record = random.Next(4); record > 0; record--)
            {
                unacknowledged.Add((_tracker.Send(), transaction));
                open[transaction]++;
            }
            _tracker.Close((ulong)transaction * 10);
            while (unacknowledged.Count > 300 || (unacknowledged.Count > 0 && random.Next(2) == 0)) AcknowledgeOne();
        }
        while (unacknowledged.Count > 0) AcknowledgeOne();

        _tracker.Confirmed.ShouldBe(transactions * 10UL);

        void AcknowledgeOne()
        {
            var index = random.Next(unacknowledged.Count);
            var (number, transaction) = unacknowledged[index];
            unacknowledged.RemoveAt(index);
            open[transaction]--;
            _tracker.Acknowledge(number);
            for (var confirmed = 1; confirmed <= (int)_tracker.Confirmed / 10; confirmed++) open[confirmed].ShouldBe(0);
        }
    }
}
