namespace Consumers.Tests;

public sealed class ClusterTests(Platform platform)
{
    [Fact]
    public async Task A_view_of_another_cluster_stops_says_how_to_mend_it_and_goes_on_once_it_is_reset()
    {
        var (place, sample) = await FilledByTheFirstBroker();
        using var second = await SecondBroker(place, sample);
        await using var running = await RunningView.Start(place with { BootstrapServers = second.Servers });

        await running.UntilStatus(status => status["problem"]?.GetValue<string>().Contains("another Kafka cluster") == true, "the problem");
        var status = await running.Status();
        status["problem"]!.GetValue<string>().ShouldContain($"the one argument '{Views.ViewReset.Command}'");
        status["records"]!.GetValue<long>().ShouldBe(1);

        await Views.ViewReset.Run(TableOf(place), place.ConnectionString, "view", TestContext.Current.CancellationToken);

        await running.Row("second");
        await running.UntilStatus(now => now["problem"] is null && now["records"]!.GetValue<long>() == 1, "only the second cluster");
    }

    [Fact]
    public async Task With_reset_on_a_new_cluster_it_goes_on_by_itself()
    {
        var (place, sample) = await FilledByTheFirstBroker();
        using var second = await SecondBroker(place, sample);

        var moved = place with { BootstrapServers = second.Servers };
        await using var running = await RunningView.Start(moved, "--Views:ResetOnNewCluster=true");

        await running.Row("second");
        (await running.Status())["records"]!.GetValue<long>().ShouldBe(1);
    }

    [Fact]
    public async Task A_view_that_is_reset_while_it_runs_is_read_anew()
    {
        var (place, sample) = await FilledByTheFirstBroker();
        await using var running = await RunningView.Start(place);
        await running.Row("first");

        await Views.ViewReset.Run(TableOf(place), place.ConnectionString, "view", TestContext.Current.CancellationToken);
        platform.Broker.Produce(place.Topic, sample.Copies("later", 30));

        await running.UntilStatus(status => status["records"]!.GetValue<long>() == 31, "every record again");
    }

    async Task<(Place, Sample)> FilledByTheFirstBroker()
    {
        var place = await Place.Create(platform, View.Cars);
        var sample = Sample.Of(View.Cars);
        platform.Broker.Produce(place.Topic, ("first", sample.Copy("first", "first").Flat()));
        await using var running = await RunningView.Start(place);
        await running.Row("first");
        return (place, sample);
    }

    static async Task<Broker> SecondBroker(Place place, Sample sample)
    {
        var second = Broker.Embedded();
        await second.CreateTopic(place.Topic);
        await second.CreateTopic(place.DeadLetterTopic);
        second.Produce(place.Topic, ("second", sample.Copy("second", "second").Flat()));
        return second;
    }

    static Views.ViewTable TableOf(Place place) => new()
    {
        Name = place.View.Name,
        EntityType = place.View.EntityType,
        Topic = place.Topic,
        Group = place.Group,
        Columns = [],
    };
}
