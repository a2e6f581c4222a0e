using System.Buffers.Text;
using System.Security.Cryptography;

namespace Servers;

/// <summary>One node of Apache Kafka (KRaft, broker and controller in one) from a Kafka distribution, on loopback, with topics made only
/// explicitly.</summary>
public sealed class KafkaServer : IAsyncDisposable
{
    const string SkippedEnd = "these partitions are likely deleted already and hence can be skipped";

    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    readonly string _home;
    readonly string _folder;
    readonly int _controllerPort;
    ChildProcess? _process;

    KafkaServer(string home, string folder, int port, int proxyPort)
    {
        (_home, _folder, Port, ProxyPort) = (home, folder, port, proxyPort);
        (_controllerPort, ProxiedPort) = (Ports.Free(), Ports.Free());
    }

    /// <summary>Port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Where a proxy before this broker listens, so that clients of the proxy are sent back to it; 0: there is none.</summary>
    public int ProxyPort { get; }

    /// <summary>Where that proxy finds the broker.</summary>
    public int ProxiedPort { get; }

    /// <summary>What clients connect to.</summary>
    public string BootstrapServers => $"127.0.0.1:{Port}";

    /// <summary>The broker's log.</summary>
    public string LogFile => Path.Combine(_folder, "kafka.log");

    /// <summary>The broker process of the last start.</summary>
    public ChildProcess? Process => _process;

    /// <summary>Whether the broker process runs.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts a broker on the data in <paramref name="folder"/>; an empty folder becomes a new cluster.</summary>
    /// <param name="home">Folder of the Kafka distribution (KAFKA_HOME).</param>
    /// <param name="folder">Folder of the data, the configuration and the log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="port">Port; 0: any free one.</param>
    /// <param name="proxyPort">Port of a proxy before it; 0: there is none.</param>
    public static async Task<KafkaServer> Start(
        string home, string folder, CancellationToken cancellationToken, int port = 0, int proxyPort = 0)
    {
        var server = new KafkaServer(home, Path.GetFullPath(folder), port == 0 ? Ports.Free() : port, proxyPort);
        Directory.CreateDirectory(server._folder);
        await File.WriteAllTextAsync(server.Configuration, server.Properties(), cancellationToken);
        if (!File.Exists(Path.Combine(server.DataFolder, "meta.properties"))) await server.Format(cancellationToken);
        await server.Start(cancellationToken);
        return server;
    }

    string DataFolder => Path.Combine(_folder, "kafka");

    string Configuration => Path.Combine(_folder, "kafka.properties");

    /// <summary>Starts the broker again after <see cref="Stop"/> or <see cref="Kill"/>, on the same port.</summary>
    public async Task Start(CancellationToken cancellationToken)
    {
        _process = ChildProcess.Start("Kafka", [Script("kafka-server-start.sh"), Configuration], LogFile,
            new Dictionary<string, string> { ["LOG_DIR"] = _folder });
        await Waiting.Until(_process, () => Ports.IsOpen(Port, cancellationToken), StartTimeout, cancellationToken);
    }

    /// <summary>Stops the broker as an operator would.</summary>
    public Task Stop() => _process?.Stop() ?? Task.CompletedTask;

    /// <summary>Ends the broker as a crash would.</summary>
    public Task Kill() => _process?.Kill() ?? Task.CompletedTask;

    /// <summary>
    /// Whether it has forgotten the end of a transaction: Kafka 4.3 takes partitions without a leader for deleted ones when it comes back
    /// from a crash while it was ending a transaction in them (KAFKA-20734). Readers of committed records, and members of the group whose
    /// positions were in it, then wait for ever.
    /// </summary>
    public bool HasLostTransactionEnds() => File.ReadLines(LogFile).Any(line => line.Contains(SkippedEnd, StringComparison.Ordinal));

    /// <summary>Aborts the transactions whose end was forgotten, as an operator would.</summary>
    public async Task EndHangingTransactions(CancellationToken cancellationToken)
    {
        // The newest transaction that is looked at is as old as this, in minutes: all of them.
        var found = await Transactions(["find-hanging", "--broker-id", "1", "--max-transaction-timeout", "0"], cancellationToken);
        foreach (var line in found.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var columns = line.Split('\t', StringSplitOptions.TrimEntries);
            await Transactions(
                ["abort", "--topic", columns[0], "--partition", columns[1], "--start-offset", columns[5]], cancellationToken);
        }
    }

    Task<string> Transactions(IReadOnlyList<string> arguments, CancellationToken cancellationToken) => Command.Run(
        [Script("kafka-transactions.sh"), "--bootstrap-server", BootstrapServers, .. arguments], cancellationToken,
        new Dictionary<string, string> { ["LOG_DIR"] = _folder });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }

    string Script(string name) => Path.Combine(_home, "bin", name);

    async Task Format(CancellationToken cancellationToken)
    {
        await Command.Run([Script("kafka-storage.sh"), "format", "-t", NewClusterId(), "-c", Configuration], cancellationToken,
            new Dictionary<string, string> { ["LOG_DIR"] = _folder });
    }

    /// <summary>As Kafka's own <c>random-uuid</c> makes one, without the start of one more Java program.</summary>
    static string NewClusterId()
    {
        var id = RandomNumberGenerator.GetBytes(16);
        // Its text must not begin with '-', which would make it an option.
        id[0] >>= 1;
        return Base64Url.EncodeToString(id);
    }

    string Proxied(int port) => ProxyPort == 0 ? "" : $",PROXIED://127.0.0.1:{port}";

    string Properties() => $"""
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:{_controllerPort}
        listeners=PLAINTEXT://127.0.0.1:{Port},CONTROLLER://127.0.0.1:{_controllerPort}{Proxied(ProxiedPort)}
        advertised.listeners=PLAINTEXT://127.0.0.1:{Port}{Proxied(ProxyPort)}
        inter.broker.listener.name=PLAINTEXT
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT
        log.dirs={DataFolder}
        auto.create.topics.enable=false
        message.max.bytes=2097152
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=8
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=8
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        log.retention.check.interval.ms=300000
        """;
}
