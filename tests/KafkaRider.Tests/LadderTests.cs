using System.Globalization;
using KafkaRider.Tests.Support;
using Librdkafka;
using MassTransit;

namespace KafkaRider.Tests;

public class LadderTests(RealBroker real)
{
    static readonly TimeSpan[] Delays = Ladder.Milliseconds(200, 400);

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task A_failed_record_waits_for_each_delay_then_becomes_a_dead_letter_while_others_go_on(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var ladder = await Ladder.Create(broker, 2, Delays);
        broker.Produce(
            ladder.Topic,
            [(1, "a", "always"), (1, "b", "once"), (1, "c", "never")],
            new OutgoingHeaders().Add("tenant", "one"));
        var flaky = new Flaky(value => value switch { "always" => 99, "once" => 1, _ => 0 });

        await using var host = await ladder.Start(flaky);
        await Eventually.Is(() => flaky.Count("always") == 3 && ladder.IsDone(host), "all done");

        flaky.Attempts.Take(3).Select(attempt => attempt.Value).ShouldBe(["always", "once", "never"]);
        flaky.Count("once").ShouldBe(2);
        flaky.Count("never").ShouldBe(1);
        var attempts = flaky.Attempts.Where(attempt => attempt.Value == "always").ToList();
        attempts.Select(attempt => attempt.Topic).ShouldBe(
            [ladder.Topic, FaultTopics.Retry(ladder.Group, Delays[0]), FaultTopics.Retry(ladder.Group, Delays[1])]);
        (attempts[1].At - attempts[0].At).ShouldBeGreaterThanOrEqualTo(Delays[0]);
        (attempts[2].At - attempts[1].At).ShouldBeGreaterThanOrEqualTo(Delays[1]);
        var letter = ladder.DeadLetters().ShouldHaveSingleItem();
        (letter.Partition, letter.Key, letter.Value).ShouldBe((1, "a", "always"));
        letter.Headers["tenant"].ShouldBe(["one"]);
        letter.Headers[FaultHeaders.OriginTopic].ShouldBe([ladder.Topic]);
        letter.Headers[FaultHeaders.OriginOffset].ShouldBe(["0"]);
        letter.Headers[FaultHeaders.Attempts].ShouldBe(["3"]);
        letter.Headers[FaultHeaders.ExceptionMessage].ShouldBe(["always failed"]);
        letter.Headers[FaultHeaders.NotBefore].ShouldBeEmpty();
    }

    [Fact]
    public async Task Ignored_failures_go_straight_to_the_dead_letters()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var ladder = await Ladder.Create(broker, 1, Delays);
        broker.Produce(ladder.Topic, [(0, "a", "invalid"), (0, "b", "wrapped")]);
        var flaky = new Flaky(_ => 99)
        {
            Error = value => value == "invalid"
                ? new FormatException("no")
                : new InvalidOperationException("outer", new FormatException("inner")),
        };

        await using var host = await ladder.Start(flaky, e => ladder.Use(e, retry => retry.Ignore<FormatException>()));
        await Eventually.Is(() => ladder.IsDone(host), "all done");

        flaky.Attempts.Count.ShouldBe(2);
        ladder.DeadLetters().Select(letter => letter.Headers[FaultHeaders.Attempts].Single()).ShouldBe(["1", "1"]);
    }

    [Fact]
    public async Task What_stands_in_a_retry_topic_runs_also_when_the_group_starts_at_the_end()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var ladder = await Ladder.Create(broker, 1, Delays);
        broker.Produce(ladder.Topic, [(0, "a", "before the start")]);
        broker.Produce(FaultTopics.Retry(ladder.Group, Delays[0]), [(0, "a", "waiting")]);
        var flaky = new Flaky(_ => 0);

        await using var host = await ladder.Start(flaky, e => e.AutoOffsetReset = Confluent.Kafka.AutoOffsetReset.Latest);
        await Eventually.Is(() => !flaky.Attempts.IsEmpty && ladder.IsDone(host), "all done");

        flaky.Attempts.ShouldHaveSingleItem().Value.ShouldBe("waiting");
    }

    [Fact]
    public async Task A_record_that_failed_elsewhere_keeps_the_origin_that_it_brings()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var ladder = await Ladder.Create(broker, 1, Ladder.Milliseconds(100));
        broker.Produce(ladder.Topic, [(0, "a", "from Connect")], new OutgoingHeaders()
            .Add("__connect.errors.topic", "orders").Add("__connect.errors.partition", "7").Add("__connect.errors.offset", "41"));

        await using var host = await ladder.Start(new Flaky(_ => 99));
        await Eventually.Is(() => ladder.IsDone(host), "all done");

        var letter = ladder.DeadLetters().ShouldHaveSingleItem();
        letter.Headers[FaultHeaders.OriginTopic].ShouldBe(["orders"]);
        letter.Headers[FaultHeaders.OriginPartition].ShouldBe(["7"]);
        letter.Headers[FaultHeaders.OriginOffset].ShouldBe(["41"]);
        letter.Headers["__connect.errors.topic"].ShouldBe(["orders"]);
    }

    [Fact]
    public async Task Delays_survive_a_restart()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var ladder = await Ladder.Create(broker, 1, Ladder.Milliseconds(3000));
        broker.Produce(ladder.Topic, [(0, "a", "once")]);
        var flaky = new Flaky(_ => 1);

        await using (var first = await ladder.Start(flaky))
            await Eventually.Is(() => first.Report.Partitions is { Count: 2 } all && all.Sum(partition => partition.Lag) == 1, "it waits");
        await using var second = await ladder.Start(flaky);
        await Eventually.Is(() => ladder.IsDone(second) && flaky.Attempts.Count == 2, "all done");

        var attempts = flaky.Attempts.ToList();
        (attempts[1].At - attempts[0].At).ShouldBeInRange(TimeSpan.FromMilliseconds(3000), TimeSpan.FromMilliseconds(5000));
        ladder.DeadLetters().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_record_with_a_year_old_timestamp_survives_and_keeps_it()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var ladder = await Ladder.Create(broker, 1, Delays, new() { ["retention.ms"] = "3600000" });
        var old = TimeProvider.System.GetUtcNow().AddYears(-1).ToUnixTimeMilliseconds();
        using (var producer = Producer.Create(broker.Settings))
        {
            producer.Produce(ladder.Topic, 0, "a"u8, "always"u8, timestamp: old);
            producer.Flush(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        }

        var flaky = new Flaky(_ => 99);
        await using var host = await ladder.Start(flaky);
        await Eventually.Is(() => flaky.Attempts.Count == 3 && ladder.IsDone(host), "all done");

        ladder.DeadLetters().ShouldHaveSingleItem().Headers[FaultHeaders.OriginTimestamp].ShouldBe(
            [old.ToString(CultureInfo.InvariantCulture)]);
    }

    [Fact]
    public async Task A_record_that_no_retry_topic_can_take_becomes_a_dead_letter_with_its_body()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var ladder = await Ladder.Create(broker, 1, Delays, new() { ["max.message.bytes"] = "20000" });
        var large = new string('x', 100_000);
        broker.Produce(ladder.Topic, [(0, "a", large), (0, "b", "fine")]);
        var flaky = new Flaky(value => value == large ? 99 : 0);

        await using var host = await ladder.Start(flaky);
        await Eventually.Is(() => flaky.Attempts.Count == 2 && ladder.IsDone(host), "all done");

        var letter = ladder.DeadLetters().ShouldHaveSingleItem();
        letter.Value.ShouldBe(large);
        letter.Headers[FaultHeaders.Attempts].ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_waiting_record_is_tried_soon_after_its_time_and_never_before()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var ladder = await Ladder.Create(broker, 1, Ladder.Milliseconds(1000));
        var flaky = new Flaky(_ => 1);
        await using var host = await ladder.Start(flaky);

        foreach (var number in Enumerable.Range(0, 20))
        {
            broker.Produce(ladder.Topic, [(0, $"key-{number}", $"{number}")]);
            await Eventually.Is(() => flaky.Attempts.Count > number, "its first attempt");
        }

        await Eventually.Is(() => flaky.Attempts.Count == 40, "all done");
        var errors = flaky.Attempts.GroupBy(attempt => attempt.Value)
            .Select(both => (both.Last().At - both.First().At - ladder.Delays[0]).TotalMilliseconds).Order().ToList();
        errors.ShouldAllBe(error => error >= 0);
        // On a busy machine some are late.
        errors[errors.Count / 4].ShouldBeLessThan(250);
        errors[^1].ShouldBeLessThan(10_000);
    }

    [Fact]
    public async Task The_dead_letter_handler_hears_of_each_dead_letter_and_its_failure_changes_nothing()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var ladder = await Ladder.Create(broker, 1, Ladder.Milliseconds(100));
        broker.Produce(ladder.Topic, [(0, "a", "first"), (0, null, "second")]);
        var heard = new System.Collections.Concurrent.ConcurrentQueue<DeadLetterContext>();

        await using var host = await ladder.Start(new Flaky(_ => 99), e => e.OnDeadLetter(letter =>
        {
            heard.Enqueue(letter);
            throw new InvalidOperationException("the handler fails");
        }));
        await Eventually.Is(() => heard.Count == 2 && ladder.IsDone(host), "both letters");

        var first = heard.First();
        first.Attempts.ShouldBe(2);
        first.Origin.Topic.ShouldBe(ladder.Topic);
        first.Origin.Offset.ShouldBe(0);
        first.Position.Topic.ShouldBe(FaultTopics.Retry(ladder.Group, ladder.Delays[0]));
        first.Exception!.Message.ShouldBe("first failed");
        System.Text.Encoding.UTF8.GetString(first.Value!.Value.Span).ShouldBe("first");
        heard.Last().Key.ShouldBeNull();
        ladder.DeadLetters().Count.ShouldBe(2);
    }
}
