using Delivery.Support;
using KafkaRider;

namespace Delivery;

/// <summary>What every consumer service promises of the records of its topic. A service joins with a class that names it.</summary>
public abstract class ConsumerPromises(Platform platform, Consumer consumer)
{
    [Fact]
    public async Task Every_record_is_in_the_view_and_a_repeated_one_changes_nothing()
    {
        using var place = await Place.Create(platform, consumer);
        place.ProduceEntities("entity", 150);
        await using var running = await RunningConsumer.Start(place);

        place.ProduceEntities("entity", 300);

        await running.Holds(300);
        (await place.DeadLetters()).ShouldBeEmpty();
        (await running.Status())["problem"].ShouldBeNull();
    }

    [Fact]
    public async Task The_newest_event_of_an_entity_wins_in_whatever_order_and_partition_they_come()
    {
        using var place = await Place.Create(platform, consumer);
        await using var running = await RunningConsumer.Start(place);
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

        for (var i = 0; i < orders.Length; i++)
            foreach (var minute in orders[i])
                place.Produce($"{i}-{minute}", place.Event($"entity-{i}", $"{i}-{minute}", minute, $"note of {minute}"), minute);
        place.Flush();

        await running.Holds(orders.Length);
        for (var i = 0; i < orders.Length; i++)
            (await running.Row($"entity-{i}"))["attributes"]!["note"]!.GetValue<string>().ShouldBe("note of 2", $"entity-{i}");
    }

    [Fact]
    public async Task A_record_that_is_refused_for_now_holds_up_nothing_and_arrives_once_it_is_accepted()
    {
        using var place = await Place.Patient(platform, consumer);
        await using var running = await RunningConsumer.Start(place);
        await running.Until(async () => (await running.Status())["records"] is not null, "the view");
        await place.CloseGate("gated");

        place.Produce("gated", place.Event("gated", "gated"), partition: 0);
        place.ProduceEntities("entity", 30);
        for (var i = 0; i < 30; i++) await running.Row($"entity-{i}");
        await place.OpenGate();

        await running.Row("gated");
        await running.Holds(31);
        (await place.DeadLetters()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_record_that_is_always_refused_walks_every_retry_then_dead_letters_and_can_be_redriven()
    {
        using var place = await Place.Create(platform, consumer);
        await using var running = await RunningConsumer.Start(place);
        await running.Until(async () => (await running.Status())["records"] is not null, "the view");
        await place.CloseGate("gated");
        var value = place.Event("gated", "gated");

        place.Produce("gated", value, partition: 1);
        place.Flush();
        await running.Until(async () => (await place.DeadLetters()).Count == 1, "the dead letter");

        var letter = (await place.DeadLetters())[0];
        letter.Value.ShouldBe(value);
        letter.Attempts.ShouldBe(1 + place.RetryTopics.Count);
        letter.Origin.ShouldBe(new(place.Topic, 1, 0));
        (letter.Group, letter.Reason, letter.ExceptionType).ShouldBe((place.Group, "refused-by-database", "Npgsql.PostgresException"));

        await place.OpenGate();
        var marks = $"{place.Group}-marks";
        await platform.CreateTopics(marks);
        var redrive = new DeadLetterRedrive(
            place.Connection, place.DeadLetterTopic, new RedriveOptions { Topic = place.RetryTopics[0], MarksTopic = marks });
        (await redrive.Execute(cancellationToken: TestContext.Current.CancellationToken)).Copies.ShouldBe(1);
        (await redrive.Execute(cancellationToken: TestContext.Current.CancellationToken)).AlreadyRedriven.ShouldBe(1);

        await running.Row("gated");
        (await place.DeadLetters()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_poison_record_is_a_dead_letter_at_once_and_the_others_arrive()
    {
        using var place = await Place.Create(platform, consumer);
        await using var running = await RunningConsumer.Start(place);
        byte[][] poison = [[], "not JSON"u8.ToArray(), [0x22, 0xff, 0xfe, 0x22], "{}"u8.ToArray(), place.Event("a\0b", "nul")];

        for (var i = 0; i < poison.Length; i++) place.Produce($"poison-{i}", poison[i], i % Platform.Partitions);
        place.ProduceEntities("entity", 30);

        await running.Holds(30);
        var letters = await place.DeadLetters();
        letters.Select(letter => letter.Reason).Distinct().ShouldBe(["malformed"]);
        letters.ShouldAllBe(letter => letter.OriginTopic == place.Topic && letter.Group == place.Group);
        letters.Select(letter => Convert.ToHexString(letter.Value!)).Order().ShouldBe(poison.Select(Convert.ToHexString).Order());
    }

    [Fact]
    public async Task After_a_restart_nothing_is_missing_not_even_what_waited_for_another_attempt()
    {
        using var place = await Place.Patient(platform, consumer);
        await using (var first = await RunningConsumer.Start(place))
        {
            await first.Until(async () => (await first.Status())["records"] is not null, "the view");
            await place.CloseGate("gated");
            place.Produce("gated", place.Event("gated", "gated"), partition: 2);
            place.ProduceEntities("before", 500);
            await first.Row("before-499");
        }

        place.ProduceEntities("after", 50);
        await place.OpenGate();
        await using var second = await RunningConsumer.Start(place);

        await second.Holds(551);
        (await place.DeadLetters()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Instances_that_join_and_leave_lose_nothing_and_give_nothing_up()
    {
        using var place = await Place.Create(platform, consumer);
        await using var first = await RunningConsumer.Start(place);
        place.ProduceEntities("alone", 100);
        await first.Row("alone-99");

        await using (var second = await RunningConsumer.Start(place))
        {
            place.ProduceEntities("together", 300);
            await second.Row("together-299");
            place.ProduceEntities("leaving", 100);
        }

        place.ProduceEntities("again", 100);
        await first.Holds(600);
        (await place.DeadLetters()).ShouldBeEmpty();
    }
}
