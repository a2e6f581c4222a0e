namespace Streams.Tests;

/// <summary>What every storage of copies promises.</summary>
[Collection(nameof(RealStorage))]
public sealed class StoringCopies(RealStorage real)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PlaceKind.Folder)]
    [InlineData(PlaceKind.S3)]
    public async Task Blobs_come_back_are_listed_and_deleted(PlaceKind kind)
    {
        using var place = await CopyPlace.Of(kind, real);
        var storage = place.Storage;
        var large = new byte[5_000_000];
        new Random(1).NextBytes(large);
        var before = TimeProvider.System.GetUtcNow().AddMinutes(-1);

        await storage.Put("a/b/large", large, Cancellation);
        await storage.Put("a/b/empty", ReadOnlyMemory<byte>.Empty, Cancellation);
        await storage.Put("a/c", new byte[] { 1 }, Cancellation);
        await storage.Put("a/c", large.AsMemory(10, 3), Cancellation);

        (await storage.Get("a/b/large", Cancellation)).ShouldBe(large);
        (await storage.Get("a/b/empty", Cancellation)).ShouldBe([]);
        (await storage.Get("a/c", Cancellation)).ShouldBe(large[10..13]);
        (await storage.Get("a/b/none", Cancellation)).ShouldBeNull();
        (await place.Names("a/b/")).ShouldBe(["a/b/empty", "a/b/large"]);
        (await place.Names("none/")).ShouldBeEmpty();
        await foreach (var blob in storage.List("a/b/large", Cancellation))
        {
            blob.Length.ShouldBe(large.Length);
            blob.Written.ShouldBeInRange(before, before.AddMinutes(10));
        }
        await storage.Delete("a/c", Cancellation);
        await storage.Delete("a/c", Cancellation);
        (await place.Names("a/")).ShouldBe(["a/b/empty", "a/b/large"]);
    }

    [Theory]
    [InlineData(PlaceKind.Folder)]
    [InlineData(PlaceKind.S3)]
    public async Task A_list_has_no_end_that_matters(PlaceKind kind)
    {
        using var place = await CopyPlace.Of(kind, real);
        var names = Enumerable.Range(0, 1_100).Select(number => $"many/{number:D4}").ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation };
        await Parallel.ForEachAsync(names, options, async (name, token) => await place.Storage.Put(name, new byte[] { 1 }, token));

        (await place.Names("many/")).ShouldBe(names);
    }

    [Theory]
    [InlineData("s3://no-such-bucket/prefix", "NoSuchBucket")]
    [InlineData("s3://no-such-bucket/prefix", "make the bucket first")]
    public async Task A_bucket_that_is_not_there_is_said_with_the_way_out(string location, string said)
    {
        await real.Server();
        using var storage = CopyLocation.Open(location);

        (await Should.ThrowAsync<IOException>(() => storage.Put("a", new byte[] { 1 }, Cancellation))).Message.ShouldContain(said);
        (await Should.ThrowAsync<IOException>(() => storage.Get("a", Cancellation))).Message.ShouldContain(said);
    }

    [Theory]
    [InlineData("s3://bucket")]
    [InlineData("s3://bucket/some/prefix/")]
    [InlineData("file:///mnt/copies")]
    public void A_location_is_a_bucket_or_a_folder(string location) => CopySettings.Fault(location).ShouldBeNull();

    [Theory]
    [InlineData("bucket")]
    [InlineData("s3:///prefix")]
    [InlineData("s3://bucket:9000/prefix")]
    [InlineData("http://127.0.0.1:9000/bucket")]
    [InlineData("file:///")]
    [InlineData("file://host/folder")]
    [InlineData("s3://bucket/prefix?region=x")]
    public void Anything_else_is_told_what_is_wanted(string location) =>
        CopySettings.Fault(location).ShouldNotBeNull().ShouldContain("s3://bucket/prefix");

    [Fact]
    public void A_secret_in_a_location_is_refused_and_not_repeated()
    {
        var fault = CopySettings.Fault("s3://key:hunter2@bucket/prefix").ShouldNotBeNull();

        fault.ShouldContain("AWS_SECRET_ACCESS_KEY");
        fault.ShouldNotContain("hunter2");
    }
}
