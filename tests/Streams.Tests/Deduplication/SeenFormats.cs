using System.Text;
using State;

namespace Streams.Tests;

/// <summary>What is kept of seen ids, byte by byte: a layout changes with its version byte, or not at all.</summary>
public class SeenFormats
{
    const string Golden = "goldens/seen-formats.txt";
    const long Time = 1_705_312_200_000;

    static readonly TimeSpan Keep = TimeSpan.FromHours(1);

    /// <summary>A text, one that is too long to keep, a uuid.</summary>
    static readonly string[] Ids = ["event-1", new string('x', SeenKey.LongestText + 1), "01890a5d-ac96-774b-bcce-b302099a8057"];

    [Fact]
    public void Everything_is_written_as_the_golden_file_says()
    {
        var store = new MemoryStore();
        var seen = new SeenIds(store, Keep);
        foreach (var id in Ids) seen.IsFirst(Encoding.UTF8.GetBytes(id), Time);
        // The first one comes again after its time, before it was forgotten.
        seen.IsFirst(Encoding.UTF8.GetBytes(Ids[0]), Time + (long)Keep.TotalMilliseconds);

        var visitor = new Listing { Lines = [] };
        store.Scan(ref visitor);
        visitor.Lines.Order(StringComparer.Ordinal).ShouldBe(File.ReadAllLines(Golden));
    }

    [Fact]
    public void What_the_golden_file_holds_is_read()
    {
        var store = new MemoryStore();
        foreach (var line in File.ReadAllLines(Golden).Select(line => line.Split(' ')))
            store.Put(Convert.FromHexString(line[0]), Convert.FromHexString(line[1]));

        var seen = new SeenIds(store, Keep);

        foreach (var id in Ids) seen.IsFirst(Encoding.UTF8.GetBytes(id), Time + 1).ShouldBeFalse(id);
    }

    [Fact]
    public void A_later_version_is_refused()
    {
        var store = new MemoryStore();
        var seen = new SeenIds(store, Keep);
        seen.IsFirst("event-1"u8, Time);
        store.Put([1, .. "event-1"u8], [2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

        Should.Throw<InvalidDataException>(() => seen.IsFirst("event-1"u8, Time)).Message.ShouldContain("begins with version 2");
    }

    struct Listing : IEntryVisitor
    {
        public required List<string> Lines { get; init; }

        public readonly bool Visit(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            Lines.Add($"{Convert.ToHexString(key)} {Convert.ToHexString(value)}");
            return true;
        }
    }
}
