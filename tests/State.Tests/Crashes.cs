namespace State.Tests;

public class Crashes
{
    const int Keys = 2_000;

    [Theory]
    [InlineData(nameof(StoreCrashPoint.CheckpointSaved), "round 5")]
    [InlineData(nameof(StoreCrashPoint.CheckpointPublished), "round 6")]
    [InlineData(nameof(StoreCrashPoint.CheckpointReleased), "round 6")]
    [InlineData(nameof(StoreCrashPoint.RestoreLoaded), "round 6")]
    [InlineData(nameof(StoreCrashPoint.RestoreOpened), "round 6")]
    public async Task A_store_that_ends_at_any_point_comes_back_as_a_checkpoint_left_it(string at, string expected)
    {
        using var folder = new TemporaryFolder();
        using var left = new TemporaryFolder();
        using (var store = new FasterStore(folder.Tiny))
        {
            for (var round = 0; round <= 5; round++) await Round(store, round);

            using (CopyAt(Enum.Parse<StoreCrashPoint>(at), folder, left))
            {
                await Round(store, 6);
                Write(store, "later");
                store.Restore();
            }
        }

        for (var again = 0; again < 2; again++)
        {
            using var store = new FasterStore(left.Tiny);
            store.Discarded.ShouldBeEmpty();
            Entries.Text(store.Metadata).ShouldBe(expected);
            Holds(store, expected);
            // What is written now is lost with the next opening, though much of it reaches the log.
            for (var i = 0; i < 3; i++) Write(store, $"lost {i}");
        }
        using (var store = new FasterStore(left.Tiny)) await Round(store, 7);
        using (var store = new FasterStore(left.Tiny)) Holds(store, "round 7");
    }

    static async Task Round(FasterStore store, int round)
    {
        Write(store, $"round {round}");
        await store.CheckpointAsync(Entries.Bytes($"round {round}"));
    }

    static void Write(FasterStore store, string text)
    {
        for (var i = 0; i < Keys; i++) store.Put($"key {i}", text + new string('.', (i + text.Length) % 90));
    }

    static void Holds(FasterStore store, string text)
    {
        var entries = Entries.Of(store);
        entries.Count.ShouldBe(Keys);
        entries.Values.ShouldAllBe(value => value.TrimEnd('.') == text);
    }

    static Watch CopyAt(StoreCrashPoint at, TemporaryFolder folder, TemporaryFolder left)
    {
        var isLeft = false;
        return new Watch((point, path) =>
        {
            if (isLeft || point != at || path != folder.Path) return;
            isLeft = true;
            left.CopyFrom(folder.Path);
        });
    }

    sealed class Watch : IDisposable
    {
        readonly Action<StoreCrashPoint, string> _seen;

        public Watch(Action<StoreCrashPoint, string> seen)
        {
            _seen = seen;
            StoreCrashPoints.Reached += seen;
        }

        public void Dispose() => StoreCrashPoints.Reached -= _seen;
    }
}
