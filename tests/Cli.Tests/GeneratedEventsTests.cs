using System.Text;
using System.Text.Json;
using Contracts;

namespace Cli.Tests;

public sealed class GeneratedEventsTests
{
    [Fact]
    public void Same_seed_gives_the_same_bytes_and_another_seed_gives_others()
    {
        var first = new GeneratedEvents(200, seed: 7);
        var again = new GeneratedEvents(500, seed: 7);
        var other = new GeneratedEvents(200, seed: 8);

        for (var index = 199; index >= 0; index--)
        {
            again[index].Json.Span.SequenceEqual(first[index].Json.Span).ShouldBeTrue();
            other[index].Uuid.ShouldNotBe(first[index].Uuid);
        }
    }

    [Fact]
    public void First_events_are_the_same_on_every_machine()
    {
        var events = new GeneratedEvents(4, seed: 1);

        Enumerable.Range(0, 4).Select(index => events[index].Uuid).ShouldBe(
        [
            "01941f29-7c00-77e8-b18a-02f46d8d86c3", "01941f29-9765-7fc1-b095-beebd76575e4",
            "01941f29-b2ca-7fa2-a930-af93af0daf48", "01941f29-ce2f-7b43-9336-9f0cd195373a",
        ]);
    }

    [Fact]
    public void Every_event_is_about_a_kilobyte_and_readable_by_the_contract()
    {
        var events = new GeneratedEvents(1_000, seed: 1);

        var sizes = new List<int>();
        for (var index = 0; index < events.Count; index++)
        {
            var posted = events[index];
            var json = JsonElement.Parse(posted.Json.Span);
            BusinessEvent.TryRead(json, out var read, out var errors).ShouldBeTrue(string.Join("; ", errors));
            read!.Uuid.ShouldBe(posted.Uuid);
            read.EventType.ShouldBe(posted.EventType);
            Guid.Parse(posted.Uuid).Version.ShouldBe(7);
            sizes.Add(posted.Json.Length);
        }
        sizes.Average().ShouldBeInRange(850, 1_200);
        sizes.Max().ShouldBeLessThan(2_000);
    }

    [Fact]
    public void Every_reference_leads_to_an_entity_that_came_before()
    {
        var events = new GeneratedEvents(2_000, seed: 3);
        var known = new HashSet<string>();

        for (var index = 0; index < events.Count; index++)
        {
            var row = ExpectedRow.Of(events[index].Json);
            foreach (var reference in (string[])["carId", "loanId"])
                if (row.Attributes.TryGetProperty(reference, out var id)) known.ShouldContain(id.GetString()!);
            known.Add(row.Id).ShouldBeTrue($"{row.Id} came twice");
        }
    }

    [Fact]
    public void Both_shapes_and_all_four_types_occur()
    {
        var events = new GeneratedEvents(100, seed: 1);
        var texts = Enumerable.Range(0, 100).Select(index => Encoding.UTF8.GetString(events[index].Json.Span)).ToList();

        texts.Count(text => text.Contains("eventBody")).ShouldBeInRange(30, 70);
        Enumerable.Range(0, 100).Select(index => events[index].EventType).Distinct().ShouldBe(EventTypes.Owners.Keys, ignoreOrder: true);
    }

    [Fact]
    public void Samples_are_the_eleven_files_that_come_with_the_program()
    {
        var samples = new SampleEvents();

        samples.Count.ShouldBe(11);
        Enumerable.Range(0, 11).Select(index => samples[index].EventType).Distinct().Count().ShouldBe(4);
    }
}
