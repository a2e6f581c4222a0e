using System.Buffers.Binary;
using System.Diagnostics;
using State;

namespace Streams.Tests;

/// <summary>How long a large state takes from storage: a measurement, some minutes long.</summary>
[Collection(nameof(RealStorage))]
public sealed class RestoringMillions(RealStorage real) : IDisposable
{
    const int Keys = 5_000_000;
    const long MemoryBytes = 256L << 20;
    const string Prefix = "app/store/0";

    readonly string folder = Directory.CreateTempSubdirectory("millions-").FullName;

    [Theory(Explicit = true)]
    [InlineData(PlaceKind.Folder)]
    [InlineData(PlaceKind.S3)]
    public async Task Five_million_keys_are_ready_within_a_minute(PlaceKind kind)
    {
        using var place = await CopyPlace.Of(kind, real);
        var copies = new CheckpointCopies(place.Storage, Prefix);
        var upload = new CheckpointUpload(place.Storage, Prefix);
        var started = Stopwatch.GetTimestamp();
        using (var store = new FasterStore(Settings("first")))
        {
            await Write(store, 0, Keys);
            started = Stopwatch.GetTimestamp();
            await upload.Copy(store.Published!, TimeProvider.System.GetUtcNow(), false, CancellationToken.None);
            Say($"the first copy took {Seconds(started)}: {upload.BytesSent / 1e6:F0} MB");
            await Write(store, 0, Keys / 100);
            var (before, again) = (upload.BytesSent, Stopwatch.GetTimestamp());
            await upload.Copy(store.Published!, TimeProvider.System.GetUtcNow(), false, CancellationToken.None);
            Say($"after 1 % of changes a copy took {Seconds(again)}: {(upload.BytesSent - before) / 1e6:F0} MB");
        }

        started = Stopwatch.GetTimestamp();
        using var restored = new FasterStore(Settings("second"));
        var copy = (await copies.Read((await copies.List(CancellationToken.None))[0], CancellationToken.None)).ShouldNotBeNull();
        var incoming = Path.Combine(folder, "second", "incoming");
        await copies.Download(copy, incoming, _ => { }, CancellationToken.None);
        Say($"downloaded after {Seconds(started)}: {copy.Bytes / 1e6:F0} MB");
        restored.Adopt(incoming).ShouldNotBeNull();
        Say($"ready after {Seconds(started)}");

        restored.Statistics.Entries.ShouldBe(Keys);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    StoreSettings Settings(string name) => new() { Folder = Path.Combine(folder, name), MemoryBytes = MemoryBytes };

    static async Task Write(FasterStore store, int from, int to)
    {
        var (key, value) = (new byte[16], new byte[80]);
        new Random(from).NextBytes(value);
        for (var number = from; number < to; number++)
        {
            BinaryPrimitives.WriteInt64BigEndian(key, number);
            BinaryPrimitives.WriteInt64BigEndian(value, number);
            store.Put(key, value);
        }
        await store.CheckpointAsync(new byte[] { 1 });
    }

    static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    static string Seconds(long started) => $"{Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s";
}
