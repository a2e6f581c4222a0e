using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Capture.Tests;

/// <summary>The same SQL that the real Debezium was recorded with, through the embedded capture: key, value and partition byte for byte, in
/// the same order within each partition.</summary>
public sealed partial class GoldenRecordsTests(RealServers servers)
{
    public static TheoryData<string, bool> Scenarios { get; } = new(
        from scenario in (string[])["01-insert-seed", "01b-insert-extreme-timestamps", "01c-insert-timestamp-precision", "11-partitioning"]
        from isReal in (bool[])[false, true]
        select (scenario, isReal));

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Records_equal_what_Debezium_wrote(string scenario, bool isRealKafka)
    {
        using var broker = await servers.Broker(isRealKafka);
        await using var outbox = await TestOutbox.Empty(servers);
        var folder = Path.Combine(AppContext.BaseDirectory, "goldens", scenario);
        await outbox.Run((await File.ReadAllTextAsync(Path.Combine(folder, "setup.sql"))).Replace("orders_business_events", outbox.Slot));
        await outbox.CreateSlot();
        // Neither must matter: Debezium's own tests run like this.
        await outbox.Run($"ALTER DATABASE {outbox.Name} SET timezone = 'US/Samoa'");
        await outbox.Run($"ALTER DATABASE {outbox.Name} SET datestyle = 'German, DMY'");
        var expected = Golden(folder);

        await using var capture = await RunningCapture.Streaming(broker, outbox);
        await outbox.RunFile(Changes(folder, servers.Folder, outbox.Name));
        var records = await broker.Records(expected.Count);

        records.ShouldAllBe(record => !record.HasHeaders);
        Lines(records.Select(record => (record.Partition, record.Key, record.Value))).ShouldBe(Lines(expected));
    }

    // The script speaks of dates in its own style, so it sets one.
    static string Changes(string folder, string target, string name)
    {
        var path = Path.Combine(target, $"{name}.sql");
        var changes = File.ReadAllText(Path.Combine(folder, "changes.sql"));
        File.WriteAllText(path, "SET datestyle = 'ISO, MDY'; SET timezone = 'UTC';\n" + changes);
        return path;
    }

    static List<(int Partition, byte[] Key, byte[] Value)> Golden(string folder) =>
        [.. File.ReadLines(Path.Combine(folder, "records.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).Select(record =>
            (record.GetProperty("partition").GetInt32(), record.GetProperty("key_b64").GetBytesFromBase64(),
                record.GetProperty("value_b64").GetBytesFromBase64()))];

    static List<string> Lines(IEnumerable<(int Partition, byte[] Key, byte[] Value)> records) =>
        [.. records.GroupBy(record => record.Partition).OrderBy(group => group.Key).SelectMany(group => group)
            .Select(record => $"{record.Partition} {Text(record.Key)} {Clock().Replace(Text(record.Value), "$1:0")}")];

    static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);

    [GeneratedRegex("(\"__ts_ms\"):\\d+")]
    private static partial Regex Clock();
}
