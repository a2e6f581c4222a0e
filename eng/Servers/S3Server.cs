namespace Servers;

/// <summary>S3-compatible storage over a folder (Versity S3 Gateway), on loopback.</summary>
public sealed class S3Server : IAsyncDisposable
{
    /// <summary>Its only user.</summary>
    public const string AccessKey = "tributary";

    /// <summary>The user's secret; long enough to be told from other text in a log.</summary>
    public const string SecretKey = "a-secret-of-the-storage";

    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    readonly ChildProcess _process;
    readonly string _folder;

    S3Server(ChildProcess process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    /// <summary>Port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>What clients connect to.</summary>
    public string Endpoint => $"http://127.0.0.1:{Port}";

    /// <summary>What clients of the AWS kind read from their environment.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL_S3"] = Endpoint,
        ["AWS_ACCESS_KEY_ID"] = AccessKey,
        ["AWS_SECRET_ACCESS_KEY"] = SecretKey,
        ["AWS_REGION"] = "us-east-1",
    };

    /// <summary>Starts a server on the buckets in a folder.</summary>
    /// <param name="home">Folder with <c>bin/versitygw</c> (TOOLS_HOME).</param>
    /// <param name="folder">Folder of the buckets and the log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<S3Server> Start(string home, string folder, CancellationToken cancellationToken)
    {
        var (buckets, port) = (Path.Combine(folder, "buckets"), Ports.Free());
        Directory.CreateDirectory(buckets);
        var process = ChildProcess.Start(
            "the S3 server", [Path.Combine(home, "bin", "versitygw"), "--quiet", "--port", $"127.0.0.1:{port}", "posix", buckets],
            Path.Combine(folder, "s3.log"),
            new Dictionary<string, string> { ["ROOT_ACCESS_KEY"] = AccessKey, ["ROOT_SECRET_KEY"] = SecretKey });
        await Waiting.Until(process, () => Ports.IsOpen(port, cancellationToken), StartTimeout, cancellationToken);
        return new S3Server(process, buckets, port);
    }

    /// <summary>Makes an empty bucket.</summary>
    public string MakeBucket(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
