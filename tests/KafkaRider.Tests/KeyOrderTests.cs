using KafkaRider.Tests.Support;
using MassTransit;

namespace KafkaRider.Tests;

public class KeyOrderTests(RealBroker real)
{
    static readonly TimeSpan[] Delays = Ladder.Milliseconds(100, 200, 300);

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Records_behind_a_failed_one_of_their_key_run_once_it_succeeded_or_is_a_dead_letter(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var ladder = await Ladder.Create(broker, 1, Delays);
        broker.Produce(ladder.Topic,
        [
            (0, "a", "a1"), (0, "a", "a2"), (0, "b", "b1"), (0, "a", "a3"), (0, "b", "b2"), (0, null, "n1"), (0, null, "n2"),
        ]);
        var flaky = new Flaky(value => value switch { "a1" => 2, "a2" => 1, "b1" => 99, "n1" => 1, _ => 0 });

        await using var host = await ladder.Start(flaky, e => e.PreserveKeyOrder());
        await Eventually.Is(() => ladder.IsDone(host), "all done");

        flaky.Attempts.Where(attempt => attempt.Key == "a").Select(attempt => attempt.Value).ShouldBe(["a1", "a1", "a1", "a2", "a2", "a3"]);
        flaky.Attempts.Where(attempt => attempt.Key == "b").Select(attempt => attempt.Value).ShouldBe(["b1", "b1", "b1", "b1", "b2"]);
        flaky.Attempts.Where(attempt => attempt.Key is null).Select(attempt => attempt.Value).ShouldBe(["n1", "n2", "n1"]);
        ladder.DeadLetters().ShouldHaveSingleItem().Headers[FaultHeaders.Attempts].ShouldBe(["4"]);
    }

    [Fact]
    public async Task A_restart_knows_which_keys_are_blocked()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var ladder = await Ladder.Create(broker, 1, Ladder.Milliseconds(3000));
        broker.Produce(ladder.Topic, [(0, "a", "a1")]);
        var flaky = new Flaky(value => value == "a1" ? 1 : 0);

        await using (var first = await ladder.Start(flaky, e => e.PreserveKeyOrder()))
            await Eventually.Is(() => first.Report.Partitions is { Count: 2 } all && all.Sum(partition => partition.Lag) == 1, "a1 waits");
        broker.Produce(ladder.Topic, [(0, "a", "a2"), (0, "b", "b1")]);
        await using var second = await ladder.Start(flaky, e => e.PreserveKeyOrder());
        await Eventually.Is(() => ladder.IsDone(second), "all done");

        flaky.Attempts.Select(attempt => attempt.Value).ShouldBe(["a1", "b1", "a1", "a2"]);
    }

    [Fact]
    public async Task A_retry_topic_with_fewer_partitions_is_named_and_nothing_runs_out_of_order()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var ladder = await Ladder.Create(broker, 1, Ladder.Milliseconds(100));
        var wide = await broker.Topic(2);
        broker.Produce(wide, [(1, "a", "a1")]);
        var flaky = new Flaky(_ => 0);

        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(wide, ladder.Group, e =>
        {
            ladder.Use(e);
            e.PreserveKeyOrder();
            e.Process(flaky);
        }));
        await Eventually.Is(
            () => host.Report.Problem?.Contains("need as many partitions", StringComparison.Ordinal) == true, "the problem");

        flaky.Attempts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_processor_that_does_not_ask_is_told_so()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var ladder = await Ladder.Create(broker, 1, Ladder.Milliseconds(100));
        broker.Produce(ladder.Topic, [(0, "a", "a1")]);

        await using var host = await ladder.Start(new Flaky(_ => 0) { Asks = false }, e => e.PreserveKeyOrder());
        await Eventually.Is(() => host.Report.Problem?.Contains("IRecordOutput.Waits", StringComparison.Ordinal) == true, "the problem");
    }
}
