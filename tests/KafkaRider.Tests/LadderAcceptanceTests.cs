using System.Globalization;
using KafkaRider.Tests.Support;
using MassTransit;

namespace KafkaRider.Tests;

/// <summary>Many records, a tenth of which fails once and a hundredth always, on a real broker.</summary>
public class LadderAcceptanceTests(RealBroker real)
{
    const int Partitions = 3;
    const int Always = 7;
    const int Once = 3;

    [Fact]
    public Task Each_attempt_is_as_promised_and_keys_keep_their_order_across_a_restart() => Run(1_000, rebalance: false);

    [Fact(Explicit = true)]
    public Task Ten_thousand_records_keep_both_promises_across_a_rebalance_and_a_restart() => Run(10_000, rebalance: true);

    [Fact(Explicit = true)]
    public async Task Of_a_thousand_delays_99_percent_are_exact_to_a_quarter_of_a_second()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var ladder = await Ladder.Create(broker, Partitions, Ladder.Milliseconds(5000));
        var flaky = new Flaky(_ => 1);
        await using var host = await ladder.Start(flaky);
        foreach (var number in Enumerable.Range(0, 100))
        {
            broker.Produce(ladder.Topic, Enumerable.Range(0, 10).Select(n => (n % Partitions, (string?)$"{n}", (string?)$"{number}-{n}")));
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await Eventually.Is(() => flaky.Attempts.Count == 2_000, "all done");

        var errors = flaky.Attempts.GroupBy(attempt => attempt.Value)
            .Select(both => (both.Last().At - both.First().At - ladder.Delays[0]).TotalMilliseconds).Order().ToList();
        TestContext.Current.SendDiagnosticMessage(
            $"delay error: p50 {errors[500]:F0} ms, p99 {errors[990]:F0} ms, most {errors[^1]:F0} ms");
        errors[0].ShouldBeGreaterThanOrEqualTo(0);
        errors[990].ShouldBeLessThan(250);
    }

    async Task Run(int records, bool rebalance)
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var ladder = await Ladder.Create(broker, Partitions, Ladder.Milliseconds(500, 1000, 2000));
        broker.Produce(
            ladder.Topic,
            Enumerable.Range(0, records).Select(number => (Partition(number), (string?)Key(number), (string?)$"{number}")));
        var flaky = new Flaky(value => Failures(int.Parse(value, CultureInfo.InvariantCulture)));
        void Configure(RecordEndpointConfigurator e) => e.PreserveKeyOrder();

        await using (var first = await ladder.Start(flaky, Configure))
        {
            await Eventually.Is(() => flaky.Attempts.Count > records / 4, "a beginning");
            if (rebalance)
            {
                await using var second = await ladder.Start(flaky, Configure);
                await Eventually.Is(() => second.Report.Partitions.Count > 0, "the second instance has partitions");
                await Eventually.Is(() => second.Report.Partitions.All(partition => partition.Position is not null), "it runs");
            }
        }

        await using var last = await ladder.Start(flaky, Configure);
        await Eventually.Is(() => ladder.IsDone(last), "all done", 120);

        foreach (var number in Enumerable.Range(0, records))
            flaky.Count($"{number}").ShouldBe(Math.Min(Failures(number) + 1, 4), $"attempts of {number}");
        foreach (var key in flaky.Attempts.GroupBy(attempt => attempt.Key))
            key.Select(attempt => int.Parse(attempt.Value, CultureInfo.InvariantCulture)).ShouldBeInOrder();
        var letters = ladder.DeadLetters();
        letters.Select(letter => int.Parse(letter.Value!, CultureInfo.InvariantCulture)).Order()
            .ShouldBe(Enumerable.Range(0, records).Where(number => number % 100 == Always));
        letters.ShouldAllBe(letter => letter.Headers[FaultHeaders.Attempts].Single() == "4");
    }

    static int Failures(int number) => number % 100 == Always ? int.MaxValue - 1 : number % 10 == Once ? 1 : 0;

    static string Key(int number) => $"key-{number % 307}";

    static int Partition(int number) => number % 307 % Partitions;
}
