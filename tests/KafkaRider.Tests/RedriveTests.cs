using KafkaRider.Tests.Support;
using Librdkafka;

namespace KafkaRider.Tests;

public class RedriveTests(RealBroker real)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task A_redriven_record_goes_back_to_its_partition_with_its_history_and_a_clean_start(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var (source, letters, options) = await Place(broker);
        broker.DeadLetter(letters, 1, "key", "failed", source, typeof(FormatException), attempts: 4);

        var done = await new DeadLetterRedrive(broker.Settings, letters, options).Execute();

        done.Copies.ShouldBe(1);
        done.ByTopic.ShouldBe(new Dictionary<string, long> { [source] = 1 });
        var copy = broker.ReadAll(source, 2).ShouldHaveSingleItem();
        (copy.Partition, copy.Key, copy.Value).ShouldBe((1, "key", "value of key"));
        copy.Headers.Select(header => header.Key).Order().ShouldBe(
            [FaultHeaders.OriginOffset, FaultHeaders.OriginPartition, FaultHeaders.OriginTopic, FaultHeaders.Redriven, "own"]);
        copy.Headers[FaultHeaders.OriginOffset].ShouldBe(["7"]);
        copy.Headers[FaultHeaders.Redriven].Single().ShouldEndWith($" {letters}[1]@0");
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task The_same_redrive_again_produces_nothing_twice_and_takes_what_is_new(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var (source, letters, options) = await Place(broker);
        for (var i = 0; i < 5; i++) broker.DeadLetter(letters, i % 2, $"key-{i}", i == 0 ? "malformed" : "failed", source);
        var failed = new DeadLetterRedrive(broker.Settings, letters, options with { Filter = new() { Reason = "failed" } });

        (await failed.Plan()).ByReason.ShouldBe(new Dictionary<string, long> { ["failed"] = 4 });
        (await failed.Execute()).Copies.ShouldBe(4);
        var again = await failed.Execute();
        (again.Copies, again.AlreadyRedriven).ShouldBe((0, 4));
        broker.DeadLetter(letters, 0, "key-5", "failed", source);
        (await failed.Execute()).Copies.ShouldBe(1);
        var rest = await new DeadLetterRedrive(broker.Settings, letters, options).Execute();

        (rest.Copies, rest.AlreadyRedriven, rest.Total).ShouldBe((1, 5, 6));
        broker.ReadAll(source, 2).Select(copy => copy.Key).Order().ShouldBe(Enumerable.Range(0, 6).Select(i => $"key-{i}"));
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task A_redrive_that_was_interrupted_goes_on_with_what_is_left_and_keeps_its_rate(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var (source, letters, options) = await Place(broker);
        for (var i = 0; i < 30; i++) broker.DeadLetter(letters, 0, $"key-{i:00}", "failed", source);
        var redrive = new DeadLetterRedrive(broker.Settings, letters, options with { RecordsPerSecond = 20 });
        using var interrupted = new CancellationTokenSource();

        var progress = new Told(counts =>
        {
            if (counts.Copies >= 6) interrupted.Cancel();
        });
        await Should.ThrowAsync<OperationCanceledException>(() => redrive.Execute(progress, interrupted.Token));
        var started = TimeProvider.System.GetTimestamp();
        var rest = await redrive.Execute();

        (rest.Copies, rest.AlreadyRedriven).ShouldBe((24, 6));
        TimeProvider.System.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromSeconds(24 / 20.0));
        broker.ReadAll(source, 2).Select(copy => copy.Key).ShouldBe(Enumerable.Range(0, 30).Select(i => $"key-{i:00}"));
    }

    [Fact]
    public async Task A_second_redrive_ends_the_first_and_together_they_copy_once()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (source, letters, options) = await Place(broker);
        for (var i = 0; i < 40; i++) broker.DeadLetter(letters, 0, $"key-{i:00}", "failed", source);
        var begun = new TaskCompletionSource();
        var slow = new DeadLetterRedrive(broker.Settings, letters, options with { RecordsPerSecond = 10 });

        var first = slow.Execute(new Told(_ => begun.TrySetResult()));
        await begun.Task;
        await new DeadLetterRedrive(broker.Settings, letters, options).Execute();

        (await Should.ThrowAsync<KafkaException>(() => first)).IsFatal.ShouldBeTrue();
        broker.ReadAll(source, 2).Select(copy => copy.Key).ShouldBe(Enumerable.Range(0, 40).Select(i => $"key-{i:00}"));
    }

    [Fact]
    public async Task What_cannot_be_redriven_is_counted_and_left()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var (source, letters, options) = await Place(broker);
        broker.Produce(letters, [(0, "stub", null)], new OutgoingHeaders()
            .Add(FaultHeaders.OriginTopic, source).Add(FaultHeaders.ValueSha256, "00").Add(FaultHeaders.ValueBytes, "9"));
        broker.Produce(letters, [(0, "stranger", "1")]);
        broker.DeadLetter(letters, 0, "homeless", "failed", "topic-that-is-gone");

        var done = await new DeadLetterRedrive(broker.Settings, letters, options).Execute();

        (done.Copies, done.WithoutBody, done.WithoutOrigin, done.WithoutTopic, done.Total).ShouldBe((0, 1, 1, 1, 3));
        broker.ReadAll(source, 2).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_copy_that_its_topic_refuses_holds_up_no_other()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (_, letters, options) = await Place(broker);
        var small = await broker.Topic(2, settings: new() { ["max.message.bytes"] = "2000" });
        broker.DeadLetter(letters, 0, "before", "failed", small);
        broker.DeadLetter(letters, 0, new string('x', 5_000), "failed", small);
        broker.DeadLetter(letters, 0, "after", "failed", small);

        var done = await new DeadLetterRedrive(broker.Settings, letters, options).Execute();

        (done.Copies, done.Refused, done.Total).ShouldBe((2, 1, 3));
        broker.ReadAll(small, 2).Select(copy => copy.Key).ShouldBe(["before", "after"]);
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task All_go_to_a_retry_topic_when_it_is_named_and_a_tombstone_stays_one(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var (source, letters, options) = await Place(broker);
        var retry = await broker.Topic(1);
        broker.DeadLetter(letters, 1, "key", "failed", source);
        broker.Produce(letters, [(0, "gone", null)], new OutgoingHeaders().Add(FaultHeaders.OriginTopic, source));

        var done = await new DeadLetterRedrive(broker.Settings, letters, options with { Topic = retry }).Execute();

        done.ByTopic.ShouldBe(new Dictionary<string, long> { [retry] = 2 });
        broker.ReadAll(source, 2).ShouldBeEmpty();
        broker.ReadAll(retry, 1).OrderBy(copy => copy.Key).Select(copy => (copy.Key, copy.Value)).ShouldBe(
            [("gone", null), ("key", "value of key")]);
    }

    [Fact]
    public async Task Marks_of_a_topic_that_was_made_anew_do_not_count_and_those_of_removed_dead_letters_are_forgotten()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (source, letters, options) = await Place(broker);
        broker.DeadLetter(letters, 0, "first", "failed", source);
        broker.DeadLetter(letters, 0, "second", "failed", source);
        var redrive = new DeadLetterRedrive(broker.Settings, letters, options);
        (await redrive.Execute()).Copies.ShouldBe(2);
        using var admin = Admin.Create(broker.Settings);

        await admin.DeleteRecords([new TopicPartitionOffset(letters, 0, 1)]);
        (await redrive.Execute()).AlreadyRedriven.ShouldBe(1);
        broker.ReadAll(options.MarksTopic, 1).Where(mark => mark.Value is null).Select(mark => mark.Key).ShouldBe([$"{letters}@0@0"]);
        await admin.DeleteTopics([letters]);
        await broker.Topic(2, letters);
        broker.DeadLetter(letters, 0, "third", "failed", source);
        broker.DeadLetter(letters, 0, "fourth", "failed", source);

        (await redrive.Execute()).Copies.ShouldBe(2);
    }

    static async Task<(string Source, string Letters, RedriveOptions Options)> Place(Broker broker)
    {
        var marks = Broker.Name("marks");
        if (broker.Embedded is not null) await broker.Topic(1, marks);
        return (await broker.Topic(2), await broker.Topic(2), new RedriveOptions { MarksTopic = marks, RecordsPerSecond = 1_000 });
    }

    sealed class Told(Action<RedriveCounts> told) : IProgress<RedriveCounts>
    {
        public void Report(RedriveCounts value) => told(value);
    }
}
