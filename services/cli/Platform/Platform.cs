using Contracts;
using Servers;

namespace Cli;

/// <summary>The whole platform as processes of this machine: databases, brokers, capture and every service. Everything listens on loopback
/// only and ends with this process.</summary>
sealed class Platform : IAsyncDisposable
{
    readonly PlatformOptions _options;
    readonly TimeProvider _time;
    readonly Progress _progress;
    readonly Dictionary<string, ServiceProcess> _services = [];
    readonly TaskCompletionSource<string> _firstDeath = new(TaskCreationOptions.RunContinuationsAsynchronously);
    DebeziumCapture? _debezium;
    bool _isEndOfServersExpected;

    Platform(PlatformOptions options, PostgresServer postgres, IBroker broker, TimeProvider time, Progress progress) =>
        (_options, Postgres, Broker, _time, _progress) = (options, postgres, broker, time, progress);

    public PostgresServer Postgres { get; }

    public IBroker Broker { get; }

    /// <summary>Completes with the name of the first process that ended without having been asked to.</summary>
    public Task<string> FirstDeath => _firstDeath.Task;

    public CaptureKind Capture => _options.Capture;

    public IReadOnlyDictionary<string, Uri> Producers =>
        Service.Producers.ToDictionary(service => service.Name, service => AddressOf(service.Name));

    public Uri AddressOf(string service) => _services[service].Address;

    /// <summary>Starts everything but the capture, so that who wants every record can begin to read first.</summary>
    /// <exception cref="PlatformException">Something is missing, in use, or did not become ready.</exception>
    public static async Task<Platform> Start(PlatformOptions options, TimeProvider time, Progress progress,
        CancellationToken cancellationToken)
    {
        var problems = options.Problems().ToList();
        if (problems.Count > 0) throw new PlatformException(string.Join('\n', problems));
        var hadDatabases = options.Data.HasDatabases;
        progress.Say("starting PostgreSQL and the broker");
        var (postgres, broker) = await StartServers(options, cancellationToken);
        var platform = new Platform(options, postgres, broker, time, progress);
        try
        {
            await platform.Prepare(cancellationToken);
            var isSameCluster = options.Data.IsSameCluster(await TopicCreation.ClusterId(broker.Connection, cancellationToken));
            await platform.StartServices(hadDatabases && !isSameCluster, cancellationToken);
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the capture and waits until it follows every database.</summary>
    public async Task StartCapture(CancellationToken cancellationToken)
    {
        var isSameCapture = _options.Data.IsSameCapture(_options.Capture);
        if (_options.Capture == CaptureKind.Embedded)
        {
            Start(_services[Service.Capture.Name]);
            await Ready(_services[Service.Capture.Name], cancellationToken);
            return;
        }
        _debezium = await DebeziumCapture.Start(_options, Postgres, Broker, !isSameCapture, cancellationToken);
        _ = WatchServer(_debezium.Process);
        _progress.Say($"Debezium follows {string.Join(", ", Service.CapturedDatabases)} (Kafka Connect at {_debezium.Url})");
    }

    /// <summary>Ends a service as a crash would.</summary>
    public Task Kill(string service) => _services[service].Kill();

    /// <summary>Starts a killed service again.</summary>
    public void Restart(string service) => Start(_services[service]);

    /// <summary>Stops the databases of all services.</summary>
    public Task StopDatabase()
    {
        _isEndOfServersExpected = true;
        return Postgres.Stop();
    }

    public async Task StartDatabase(CancellationToken cancellationToken)
    {
        await Postgres.Start(cancellationToken);
        _isEndOfServersExpected = false;
        _ = WatchServer(Postgres.Process!);
    }

    /// <summary>Ends the processes in the order of the data, so that what was accepted is passed on, then brokers and databases.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var stage in (IEnumerable<Service>[])[Service.Producers, [Service.Capture], [Service.Routing], Service.Consumers])
        {
            await Task.WhenAll(stage.Where(service => _services.ContainsKey(service.Name))
                .Select(service => _services[service.Name].DisposeAsync().AsTask()));
        }
        _isEndOfServersExpected = true;
        if (_debezium is not null) await _debezium.DisposeAsync();
        await Broker.DisposeAsync();
        await Postgres.DisposeAsync();
    }

    static async Task<(PostgresServer Postgres, IBroker Broker)> StartServers(PlatformOptions options, CancellationToken cancellationToken)
    {
        var postgres = PostgresServer.Start(options.Data.Databases, cancellationToken);
        var broker = StartBroker(options, cancellationToken);
        try
        {
            return (await postgres, await broker);
        }
        catch
        {
            // Both were started: the one that came up must go down again.
            await Task.WhenAll(postgres, broker).ContinueWith(_ => { }, TaskScheduler.Default);
            if (postgres.IsCompletedSuccessfully) await (await postgres).DisposeAsync();
            if (broker.IsCompletedSuccessfully) await (await broker).DisposeAsync();
            throw;
        }
    }

    static async Task<IBroker> StartBroker(PlatformOptions options, CancellationToken cancellationToken)
    {
        if (options.Kafka is not null) return new GivenKafka(GivenConnection.Read(options.Kafka));
        if (options.KafkaHome is not null) return await KafkaNode.Start(options.KafkaHome, options.Data.Broker, cancellationToken);
        return new EmbeddedBroker();
    }

    async Task Prepare(CancellationToken cancellationToken)
    {
        foreach (var database in Service.AllDatabases) await Postgres.CreateDatabase(database, cancellationToken);
        await Broker.CreateTopics(Topics.All, cancellationToken);
        _ = WatchServer(Postgres.Process!);
        if (Broker is KafkaNode { Server.Process: { } kafka }) _ = WatchServer(kafka);
        _progress.Say($"PostgreSQL is ready on port {Postgres.Port}; {Broker.Description}");
    }

    /// <param name="isNewCluster">The databases remember another cluster: positions in them mean nothing here.</param>
    /// <param name="cancellationToken">Gives up.</param>
    async Task StartServices(bool isNewCluster, CancellationToken cancellationToken)
    {
        if (isNewCluster && _options.Capture == CaptureKind.Debezium)
            throw new PlatformException(
                $"The databases in {_options.Data.Path} hold events of an earlier run that the broker does not know, and "
                + "Debezium sends no event twice: use --capture embedded this once, or another folder.");
        if (isNewCluster) _progress.Say("the broker is new and the databases are not: views start anew, recorded events are sent again");
        foreach (var service in _options.Services())
        {
            var environment = Environment(service, isNewCluster);
            _services[service.Name] = new ServiceProcess(service, _options.BasePort, environment, _options.Data.Logs);
        }
        var started = _services.Values.Where(process => process.Service != Service.Capture).ToList();
        started.ForEach(Start);
        await foreach (var ready in Task.WhenEach(started.Select(process => Ready(process, cancellationToken)))) await ready;
    }

    void Start(ServiceProcess process) => process.Start(ReportDeath);

    async Task WatchServer(ChildProcess server)
    {
        await server.WaitForExit(CancellationToken.None);
        if (!_isEndOfServersExpected) ReportDeath(server);
    }

    void ReportDeath(ChildProcess process)
    {
        _progress.Say($"{process.Name} ended with exit code {process.ExitCode}. {LastWords.Of(process)}");
        _firstDeath.TrySetResult(process.Name);
    }

    async Task Ready(ServiceProcess process, CancellationToken cancellationToken)
    {
        await process.WaitUntilReady(_time, cancellationToken);
        _progress.Say($"{process.Service.Name} is ready on {process.Address}");
    }

    Dictionary<string, string> Environment(Service service, bool isNewCluster)
    {
        var variables = new Dictionary<string, string>
        {
            ["Kafka__BootstrapServers"] = Broker.BootstrapServers,
            // Nine processes on one machine: a heap for each core of each would only cost memory.
            ["DOTNET_gcServer"] = "0",
        };
        foreach (var (name, database) in service.Databases) variables[$"ConnectionStrings__{name}"] = Postgres.ConnectionString(database);
        if (service == Service.Routing) variables["Routing__StateFolder"] = _options.Data.Routing;
        if (!isNewCluster) return variables;
        variables["Views__ResetOnNewCluster"] = "true";
        variables["Capture__Republish"] = "true";
        return variables;
    }
}
