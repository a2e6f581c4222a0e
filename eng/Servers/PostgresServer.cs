using System.Security.Cryptography;

namespace Servers;

/// <summary>A PostgreSQL server of one's own: own folder, loopback only, logical replication on, password sign-in. PostgreSQL refuses
/// to run as root, so for root it runs as the user 'postgres'.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    const string User = "postgres";
    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    static readonly bool IsRoot = Environment.UserName == "root";

    readonly string _folder;
    readonly string _programs;
    readonly bool _isDurable;
    readonly string _password;
    ChildProcess? _process;

    PostgresServer(string folder, string programs, int port, bool isDurable, string password)
    {
        (_folder, _programs, Port, _isDurable, _password) = (folder, programs, port, isDurable, password);
    }

    /// <summary>Port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Name of the superuser.</summary>
    public string UserName => User;

    /// <summary>The superuser's password, made when the folder was.</summary>
    public string Password => _password;

    /// <summary>The server's log.</summary>
    public string LogFile => Path.Combine(_folder, "postgres.log");

    /// <summary>Whether the server process runs.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts a server on the data in <paramref name="folder"/>; an empty folder becomes a new cluster.</summary>
    /// <param name="folder">Folder of the data, the log and the password.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="port">Port; 0: any free one.</param>
    /// <param name="isDurable">False trades safety against power loss for speed (fsync off): for tests.</param>
    public static async Task<PostgresServer> Start(string folder, CancellationToken cancellationToken, int port = 0, bool isDurable = true)
    {
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        var passwordFile = Path.Combine(folder, "postgres.password");
        if (!File.Exists(passwordFile)) await WriteSecret(passwordFile, cancellationToken);
        var password = (await File.ReadAllTextAsync(passwordFile, cancellationToken)).Trim();
        var server = new PostgresServer(folder, Programs(), port == 0 ? Ports.Free() : port, isDurable, password);
        if (!File.Exists(Path.Combine(server.DataFolder, "PG_VERSION"))) await server.Initialize(passwordFile, cancellationToken);
        await server.Start(cancellationToken);
        return server;
    }

    /// <summary>The server process of the last start.</summary>
    public ChildProcess? Process => _process;

    string DataFolder => Path.Combine(_folder, "postgres");

    /// <summary>The folder of PostgreSQL's server programs.</summary>
    /// <exception cref="InvalidOperationException">None was found; the message says what to install.</exception>
    public static string Programs()
    {
        var debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var candidates = debian.OrderByDescending(path => int.TryParse(Path.GetFileName(path), out var version) ? version : 0)
            .Select(path => Path.Combine(path, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
        return candidates.FirstOrDefault(path => File.Exists(Path.Combine(path, "initdb")))
            ?? throw new InvalidOperationException("PostgreSQL's server programs were not found; install them: apt-get install postgresql");
    }

    /// <summary>Starts the server again after <see cref="Stop"/> or <see cref="Kill"/>, on the same port.</summary>
    public async Task Start(CancellationToken cancellationToken)
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1", $"port={Port}", "unix_socket_directories=", "wal_level=logical", "max_wal_senders=20",
            "max_replication_slots=20", "max_slot_wal_keep_size=2GB", "max_connections=150", "shared_buffers=128MB", "timezone=UTC",
            .. (string[])(_isDurable ? [] : ["fsync=off", "full_page_writes=off"]),
        ];
        var options = settings.SelectMany(setting => (string[])["-c", setting]);
        var command = Unprivileged([Path.Combine(_programs, "postgres"), "-D", DataFolder, .. options]);
        _process = ChildProcess.Start("PostgreSQL", command, LogFile, workingDirectory: Path.GetTempPath());
        await Waiting.Until(_process, () => IsReady(cancellationToken), StartTimeout, cancellationToken);
    }

    /// <summary>Stops the server as an operator would (fast shutdown).</summary>
    public Task Stop() => _process?.Stop(interrupt: true) ?? Task.CompletedTask;

    /// <summary>Ends the server as a crash would.</summary>
    public Task Kill() => _process?.Kill() ?? Task.CompletedTask;

    /// <summary>The Npgsql connection string of a database.</summary>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Database={database};Username={User};Password={_password}";

    /// <summary>Makes a database unless it exists.</summary>
    public async Task CreateDatabase(string name, CancellationToken cancellationToken)
    {
        var found = await Query($"SELECT 1 FROM pg_database WHERE datname = '{name.Replace("'", "''")}'", cancellationToken);
        if (found.Trim() != "1") await Query($"CREATE DATABASE \"{name.Replace("\"", "\"\"")}\"", cancellationToken);
    }

    /// <summary>Runs SQL with psql and returns the rows, unaligned.</summary>
    public Task<string> Query(string sql, CancellationToken cancellationToken, string database = "postgres") =>
        Psql(database, ["-c", sql], cancellationToken);

    /// <summary>Runs a file of SQL with psql, each statement in a transaction of its own unless the file says otherwise.</summary>
    public Task<string> RunFile(string path, CancellationToken cancellationToken, string database = "postgres") =>
        Psql(database, ["-f", path], cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        await Stop();
        await _process.DisposeAsync();
        _process = null;
    }

    Task<string> Psql(string database, IEnumerable<string> what, CancellationToken cancellationToken) =>
        Command.Run(
            [
                Path.Combine(_programs, "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1",
                "-h", "127.0.0.1", "-p", $"{Port}", "-U", User, "-d", database, .. what,
            ],
            cancellationToken, new Dictionary<string, string> { ["PGPASSWORD"] = _password });

    async Task<bool> IsReady(CancellationToken cancellationToken)
    {
        try
        {
            await Query("SELECT 1", cancellationToken);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    async Task Initialize(string passwordFile, CancellationToken cancellationToken)
    {
        if (IsRoot)
        {
            // The unprivileged user must reach its data; a temporary folder of root's is closed to others.
            File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            RequireReachable(_folder);
            Directory.CreateDirectory(DataFolder);
            await Command.Run(["chown", "-R", User, DataFolder, passwordFile], cancellationToken);
        }
        await Command.Run(Unprivileged([Path.Combine(_programs, "initdb"), "-D", DataFolder, "-U", User, "-A", "scram-sha-256",
            $"--pwfile={passwordFile}", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]), cancellationToken);
    }

    /// <summary>Names the folder that keeps the unprivileged user out, before PostgreSQL fails with less to say.</summary>
    static void RequireReachable(string folder)
    {
        for (var parent = new DirectoryInfo(folder); parent is not null; parent = parent.Parent)
            if (!parent.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                throw new InvalidOperationException($"PostgreSQL runs as user '{User}', who cannot reach {folder}: "
                    + $"{parent.FullName} is closed to others. Use another folder, or: chmod o+x {parent.FullName}");
    }

    static IReadOnlyList<string> Unprivileged(IReadOnlyList<string> command) =>
        IsRoot ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", .. command] : command;

    static async Task WriteSecret(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await file.WriteAsync(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)).Select(c => (byte)c).ToArray(), cancellationToken);
    }
}
