namespace State.Tests;

/// <summary>Old copies go, and what only they named.</summary>
public sealed class RetainingCopies : IDisposable
{
    static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 30, 0, TimeSpan.Zero);
    static readonly TimeSpan Age = TimeSpan.FromDays(30);

    readonly Copying copying = new();

    [Fact]
    public void The_newest_copy_and_savepoints_have_no_age()
    {
        CopyName[] copies = [Old(days: 400), Old(days: 90, isSavepoint: true), Old(days: 50), Old(days: 40)];

        CopyRetention.Expired(copies, Now, Age).ShouldBe([copies[2], copies[0]]);
    }

    [Fact]
    public void A_copy_a_minute_for_a_year_leaves_those_that_a_restore_may_want()
    {
        var copies = Enumerable.Range(0, 365 * 24 * 60).Select(minute => Old(minute / 1440.0)).ToList();

        var kept = copies.Except(CopyRetention.Expired(copies, Now, Age)).ToList();

        kept.Count.ShouldBeInRange(60 + 23 + 30, 60 + 25 + 31);
        kept.Take(61).ShouldBe(copies.Take(61));
        kept.Min(copy => copy.Time).ShouldBeGreaterThanOrEqualTo(Now - Age);
    }

    [Fact]
    public void What_was_kept_goes_on_being_kept_as_it_grows_older()
    {
        List<CopyName> kept = [];
        for (var now = Now; now < Now.AddDays(3); now += TimeSpan.FromMinutes(10))
        {
            kept.Add(new CopyName(now, false, ""));
            kept = [.. kept.Except(CopyRetention.Expired(kept, now, Age))];
        }

        kept.Count(copy => copy.Time < Now.AddDays(1)).ShouldBeGreaterThanOrEqualTo(1);
        kept.Count(copy => copy.Time >= Now.AddDays(2)).ShouldBeGreaterThanOrEqualTo(24);
    }

    [Fact]
    public async Task A_sweep_deletes_copies_with_what_only_they_named()
    {
        copying.Write(0, 1_000);
        var first = await copying.Copy(time: Now);
        copying.Write(0, 1_000, "changed");
        var savepoint = await copying.Copy(isSavepoint: true, Now.AddDays(1));
        var saved = Entries.Of(copying.Store);
        copying.Write(0, 1_000, "again");
        var last = await copying.Copy(time: Now.AddDays(2));
        var blobs = copying.Blobs.Length;

        (await copying.Upload.Sweep(InAYear, Age, CancellationToken.None)).ShouldBe(1);

        (await copying.Copies.List(CancellationToken.None)).ShouldBe([last, savepoint]);
        copying.Blobs.Length.ShouldBeLessThan(blobs);
        (await copying.Read(savepoint)).ShouldBe(saved);
        (await copying.Read(last)).ShouldBe(Entries.Of(copying.Store));
        (await copying.Copies.Read(first, CancellationToken.None)).ShouldBeNull();
        var next = await copying.Copy(time: Now.AddDays(3));
        (await copying.Read(next)).ShouldBe(Entries.Of(copying.Store));
    }

    [Fact]
    public async Task A_sweep_leaves_what_a_copy_under_way_may_name()
    {
        copying.Write(0, 1_000);
        copying.Storage.Putting = name =>
        {
            if (name.StartsWith("copies/")) throw new IOException("not yet");
        };
        await Should.ThrowAsync<IOException>(() => copying.Copy());
        var sent = copying.Blobs;
        copying.Storage.Putting = null;

        await copying.Upload.Sweep(TimeProvider.System.GetUtcNow(), Age, CancellationToken.None);
        copying.Blobs.ShouldBe(sent, ignoreOrder: true);

        await copying.Upload.Sweep(InAYear, Age, CancellationToken.None);
        copying.Blobs.ShouldBeEmpty();
    }

    public void Dispose() => copying.Dispose();

    static DateTimeOffset InAYear => TimeProvider.System.GetUtcNow().AddDays(365);

    static CopyName Old(double days, bool isSavepoint = false) => new(Now.AddDays(-days), isSavepoint, $"{days}");
}
