using System.Text.Json.Nodes;

namespace Consumers.Tests;

public sealed class SampleEventTests(Platform platform)
{
    public static TheoryData<string> Views => [.. View.All.Select(view => view.Name)];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Every_sample_event_ends_right_in_its_view_in_every_form(string name)
    {
        var view = View.All.Single(candidate => candidate.Name == name);
        var samples = Sample.All.Where(sample => sample.EventType == view.EventType).ToList();
        samples.Count.ShouldBeGreaterThan(1);
        var place = await Place.Create(platform, view);
        await using var running = await RunningView.Start(place);

        var forms = new (string Form, Func<Sample, byte[]> Write, Func<Sample, string?> AcceptedAt)[]
        {
            ("flat", sample => sample.Flat(), _ => Sample.AcceptedAt),
            ("bare", sample => sample.Bare(), sample => sample.SavedDate),
            ("flat-canonical", sample => sample.Flat(sample.Canonical()), _ => Sample.AcceptedAt),
        };
        var sent = forms.SelectMany(form => samples.Select(sample =>
            (form, Event: sample.Copy($"{sample.Uuid}-{form.Form}", $"{sample.EntityId}-{form.Form}")))).ToList();
        platform.Broker.Produce(place.Topic, sent.Select(item => (item.Event.Uuid, (byte[]?)item.form.Write(item.Event))));

        foreach (var (form, sample) in sent) view.ShouldMatch(await running.Row(sample.EntityId), sample, form.AcceptedAt(sample));
        await running.UntilStatus(status => status["lag"]?.GetValue<long>() == 0, "lag 0");
        var status = await running.Status();
        status["records"]!.GetValue<long>().ShouldBe(sent.Count);
        status["problem"].ShouldBeNull();
        status["clusterId"].ShouldNotBeNull();
        Done(status).ShouldBe(sent.Count);
        DateTimeOffset.Parse(status["lastEventTime"]!.GetValue<string>()).ShouldBe(samples.Max(sample => sample.Created));
    }

    [Fact]
    public async Task A_consumer_of_all_raw_events_keeps_only_its_own_entities()
    {
        var place = await Place.Create(platform, View.Cars);
        await using var running = await RunningView.Start(place);

        platform.Broker.Produce(place.Topic, Sample.All.Select(sample => (sample.Uuid, (byte[]?)sample.Flat())));

        await running.UntilStatus(status => Done(status) == Sample.All.Count, "all read");
        (await running.Status())["records"]!.GetValue<long>().ShouldBe(Sample.All.Count(sample => sample.EventType == View.Cars.EventType));
    }

    static long Done(JsonNode status) => status["offsets"]!.AsArray().Sum(offset => offset!["next"]!.GetValue<long>());
}
