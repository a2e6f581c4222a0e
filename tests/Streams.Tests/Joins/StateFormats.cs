using State;

namespace Streams.Tests;

/// <summary>What a join writes to its state and between its stages, byte by byte: a layout changes with its version byte, or not at all.
/// </summary>
public class StateFormats
{
    const string Golden = "goldens/join-formats.txt";

    static readonly byte[] Key = [.. "car-1"u8];

    [Fact]
    public void Everything_is_written_as_the_golden_file_says() =>
        Lines().ToList().ShouldBe(File.ReadAllLines(Golden));

    [Fact]
    public void What_the_golden_file_holds_is_read()
    {
        var values = File.ReadAllLines(Golden).Select(line => line.Split(' '))
            .ToLookup(line => line[0], line => Convert.FromHexString(line[^1]));

        var entry = RowEntry.Read(values["row"].Last());
        (entry.Shown, entry.WaitingSince, entry.Moves, entry.IsAnswered, entry.ChangedAt)
            .ShouldBe((7UL, 1_705_312_205_000, 3, true, 1_705_312_200_000));
        SideRecord.TryRead(entry.Other, out var other).ShouldBeTrue();
        other.Kind.ShouldBe(SideKind.Answer);
        values["side"].ShouldAllBe(value => IsRead(value));
    }

    static bool IsRead(byte[] value) => SideRecord.TryRead(value, out var side) && side.SourceOffset == 5;

    static IEnumerable<string> Lines()
    {
        foreach (var kind in Enum.GetValues<SideKind>()) yield return $"side {kind} {Convert.ToHexString(Side(kind))}";
        yield return $"row {Convert.ToHexString(Row(0, isAnswered: false, []))}";
        yield return $"row {Convert.ToHexString(Row(1_705_312_205_000, isAnswered: true, Side(SideKind.Answer)))}";
        var few = new MemoryStore();
        new RowList(few, 1).Put(Key, "loan-1"u8, "payload"u8);
        foreach (var line in Entries("rows", few)) yield return line;
        foreach (var line in Entries("many-rows", ManyRows())) yield return line;
        var other = new MemoryStore();
        var timers = new JoinTimers(other, 3);
        new OtherSide(other, 2).Replace(Key, Side(SideKind.One), timers, TimeSpan.FromDays(1), 1_705_312_200_000);
        foreach (var line in Entries("other", other)) yield return line;
        foreach (var timer in Enum.GetValues<JoinTimer>())
        {
            var set = new MemoryStore();
            new JoinTimers(set, 3).After(TimeSpan.FromSeconds(5), timer, Key, "loan-1"u8, 1_705_312_200_000);
            foreach (var line in Entries($"timer-{timer}", set).Take(1)) yield return line;
        }
    }

    /// <summary>Chunks with a free slot, and a tour under way that goes round.</summary>
    static MemoryStore ManyRows()
    {
        var store = new MemoryStore();
        var rows = new RowList(store, 1);
        for (var row = 0; row < 2 * RowChunk.Slots + 2; row++) rows.Put(Key, [(byte)('a' + row)], default);
        rows.Remove(Key, [(byte)'c']);
        rows.SetTour(Key, RowTour.Whole with { Before = 20 });
        rows.SetTour(Key, rows.Tour(Key)!.Value.Again());
        return store;
    }

    static byte[] Row(long waitingSince, bool isAnswered, byte[] other)
    {
        var entry = new RowEntry
        {
            Shown = 7,
            WaitingSince = waitingSince,
            Moves = isAnswered ? 3 : 0,
            IsAnswered = isAnswered,
            ChangedAt = 1_705_312_200_000,
            Row = Side(SideKind.Many),
            Other = other,
        };
        var bytes = new byte[entry.Length];
        entry.Write(bytes);
        return bytes;
    }

    static byte[] Side(SideKind kind)
    {
        var isRetraction = kind == SideKind.Unsubscribe;
        Span<byte> columns = stackalloc byte[64];
        var length = ColumnValues.Write(columns, "Ford"u8, isNull: false);
        length += ColumnValues.Write(columns[length..], default, isNull: true);
        var side = new SideRecord
        {
            Kind = kind,
            IsRetraction = isRetraction,
            HasNoJoinKey = isRetraction,
            SourcePartition = 2,
            SourceOffset = 5,
            Watermark = long.MinValue,
            EventTime = 1_705_312_200_000,
            EventId = "e-1"u8,
            Other = "car-1"u8,
            Columns = isRetraction ? default : columns[..length],
        };
        var bytes = new byte[side.Length];
        side.Write(bytes);
        return bytes;
    }

    static IEnumerable<string> Entries(string name, MemoryStore store)
    {
        var visitor = new Listing { Lines = [] };
        store.Scan(ref visitor);
        return visitor.Lines.Order(StringComparer.Ordinal).Select(line => $"{name} {line}");
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
