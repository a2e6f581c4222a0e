using Servers;
using State;

[assembly: AssemblyFixture(typeof(Streams.Tests.RealStorage))]

namespace Streams.Tests;

/// <summary>One S3 server for all tests of the assembly that need one; started by the first of them.</summary>
public sealed class RealStorage : IAsyncDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("storage-").FullName;
    readonly SemaphoreSlim starting = new(1, 1);
    S3Server? server;

    public async Task<S3Server> Server()
    {
        var home = Environment.GetEnvironmentVariable("TOOLS_HOME");
        Assert.SkipUnless(home is { Length: > 0 }, "needs S3-compatible storage: set TOOLS_HOME to a folder with bin/versitygw");
        await starting.WaitAsync();
        try
        {
            if (server is not null) return server;
            server = await S3Server.Start(home, folder, CancellationToken.None);
            foreach (var (name, value) in server.Environment) Environment.SetEnvironmentVariable(name, value);
            return server;
        }
        finally
        {
            starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        starting.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>Which storage holds a test's copies.</summary>
public enum PlaceKind
{
    Folder,
    S3,
}

/// <summary>An empty place for copies. What is in it is seen through storage itself.</summary>
sealed class CopyPlace : IDisposable
{
    readonly string? folder;

    CopyPlace(string location, string? folder)
    {
        (Location, this.folder) = (location, folder);
        Storage = CopyLocation.Open(location);
    }

    public string Location { get; }

    public ICheckpointStorage Storage { get; }

    public static async Task<CopyPlace> Of(PlaceKind kind, RealStorage real)
    {
        if (kind == PlaceKind.Folder)
        {
            var folder = Directory.CreateTempSubdirectory("copies-").FullName;
            return new CopyPlace($"file://{folder}", folder);
        }
        var server = await real.Server();
        var bucket = $"bucket-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        server.MakeBucket(bucket);
        return new CopyPlace($"s3://{bucket}/some/prefix", null);
    }

    public async Task<List<string>> Names(string prefix)
    {
        List<string> names = [];
        await foreach (var blob in Storage.List(prefix, TestContext.Current.CancellationToken)) names.Add(blob.Name);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    public async Task Damage(string name)
    {
        var bytes = (await Storage.Get(name, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        bytes[bytes.Length / 2] ^= 0x40;
        await Storage.Put(name, bytes, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        Storage.Dispose();
        if (folder is not null) Directory.Delete(folder, recursive: true);
    }
}
