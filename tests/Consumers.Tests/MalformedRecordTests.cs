using System.Text.Json.Nodes;
using KafkaRider;

namespace Consumers.Tests;

public sealed class MalformedRecordTests(Platform platform)
{
    [Fact]
    public async Task A_malformed_record_is_dead_lettered_and_later_records_arrive()
    {
        var place = await Place.Create(platform, View.Loans);
        await using var running = await RunningView.Start(place);
        var good = Sample.Of(View.Loans);
        var bad = new Dictionary<string, (byte[] Value, string Reason)>
        {
            ["empty"] = ([], "malformed"),
            ["not-json"] = ("not JSON"u8.ToArray(), "malformed"),
            ["not-utf8"] = ([0x22, 0xff, 0xfe, 0x22], "malformed"),
            ["no-columns"] = ("{}"u8.ToArray(), "malformed"),
            ["bad-event-data"] = (good.Flat(JsonValue.Create("oops")), "malformed"),
            ["bad-number"] = (With(good, "balance", "much"), "malformed"),
            ["bad-date"] = (With(good, "startDate", "2025-02-30T00:00:00Z"), "malformed"),
            ["nul"] = (With(good, "note", "a\0b"), "refused-by-database"),
        };
        string[] partitionsOfGood = [.. Enumerable.Range(0, 30).Select(i => $"good-{i}")];

        platform.Broker.Produce(place.Topic, bad.Select(item => (item.Key, (byte[]?)item.Value.Value)));
        platform.Broker.Produce(place.Topic, ("tombstone", null));
        platform.Broker.Produce(place.Topic, partitionsOfGood.Select(id => (id, (byte[]?)good.Copy(id, id).Flat())));

        foreach (var id in partitionsOfGood) await running.Row(id);
        var letters = platform.Broker.Read(place.DeadLetterTopic, bad.Count);
        letters.Count.ShouldBe(bad.Count);
        foreach (var letter in letters)
        {
            var (value, reason) = bad[JsonNode.Parse(letter.Key)!["id"]!.GetValue<string>()];
            letter.Value.ShouldBe(value);
            letter.Headers[FaultHeaders.Reason].ShouldBe(reason);
            letter.Headers[FaultHeaders.OriginTopic].ShouldBe(place.Topic);
            letter.Headers[FaultHeaders.Group].ShouldBe(place.Group);
            letter.Headers[FaultHeaders.ExceptionMessage].ShouldNotBeEmpty();
        }
        (await running.Status())["problem"].ShouldBeNull();
    }

    static byte[] With(Sample sample, string attribute, string value)
    {
        var canonical = sample.Canonical();
        canonical["eventBody"]!["entities"]![0]!["updatedAttributes"]!["wrapped"]![attribute] = value;
        return sample.Flat(canonical);
    }
}
