using System.Text;
using System.Text.Json.Nodes;
using Crash.Instances;
using Librdkafka;
using Routing.Tests.Support;
using Servers;

namespace Crash.Support;

/// <summary>Two routing services that join a steady stream of events, a killer, and a reader of what they commit.</summary>
sealed class JoinScenario : IAsyncDisposable
{
    const int Partitions = 3;
    const int Services = 2;

    /// <summary>Events of one step, and the time between steps: two thousand a second.</summary>
    const int Step = 100;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(45);

    const string Dedupe = "dedupe: { by: id, keep: 1h }";

    readonly string servers;
    readonly string folder;
    readonly string source;
    readonly Finance finance;
    readonly bool hasTransactions;
    readonly bool isStandby;
    readonly ChildProcess?[] processes = new ChildProcess?[Services];
    readonly Producer producer;
    readonly Random random;
    readonly CancellationTokenSource ending = new();
    Task load = Task.CompletedTask;
    int turn;

    JoinScenario(string servers, string folder, string source, Finance finance, int seed, bool hasTransactions, bool isStandby)
    {
        this.servers = servers;
        this.hasTransactions = hasTransactions;
        this.isStandby = isStandby;
        this.folder = folder;
        this.source = source;
        this.finance = finance;
        random = new Random(seed);
        producer = Producer.Create(new Dictionary<string, string>
        {
            ["bootstrap.servers"] = servers,
            ["enable.idempotence"] = "true",
            ["partitioner"] = "murmur2_random",
            ["linger.ms"] = "5",
        });
    }

    /// <summary>Events produced.</summary>
    internal int Events { get; private set; }

    internal int Kills { get; private set; }

    /// <summary>Longest time from a kill to the next committed output.</summary>
    internal TimeSpan LongestSilence { get; private set; }

    /// <param name="servers">The broker.</param>
    /// <param name="folder">Of pipelines, states and logs.</param>
    /// <param name="seed">Of the random events and kills.</param>
    /// <param name="scale">How many times the keys of a small one.</param>
    /// <param name="hasTransactions">False: at least once.</param>
    /// <param name="isStandby">The services follow each other's tasks.</param>
    /// <param name="dedupes">The source is deduplicated, and a filter copies what is left of the loans.</param>
    internal static async Task<JoinScenario> Create(
        string servers, string folder, int seed, int scale, bool hasTransactions, bool isStandby, bool dedupes)
    {
        Directory.CreateDirectory(Path.Combine(folder, "pipelines"));
        var finance = new Finance(seed, scale);
        var source = $"raw-{finance.Name}";
        using (var admin = Admin.Create(new Dictionary<string, string> { ["bootstrap.servers"] = servers }))
            await admin.CreateTopics(
                ((string[])[.. finance.Topics, source, FilteredTopic(finance), Contracts.Topics.DeadLetter(Contracts.Groups.Routing)])
                .Select(topic => new NewTopic(topic, Partitions, 1)));
        var yaml = dedupes ? Deduplicated(finance, source) : finance.Yaml(source);
        await File.WriteAllTextAsync(Path.Combine(folder, "pipelines", "finance.yaml"), yaml);
        return new JoinScenario(servers, folder, source, finance, seed, hasTransactions, isStandby);
    }

    /// <param name="point">Where the services die, or what they do.</param>
    /// <param name="passes">How often they pass it before, or do it each time.</param>
    internal async Task Begin(string point = JoiningInstance.Never, int passes = 0)
    {
        for (var number = 0; number < Services; number++) Start(number, point, passes);
        load = Task.Run(Produce);
        await Grows();
    }

    /// <summary>The next service in turn is replaced by one that dies at a point.</summary>
    internal async Task CrashNext(string point)
    {
        var (victim, other) = Next();
        await processes[victim]!.Stop();
        Start(victim, point, random.Next(0, 3));
        if (point == "Revoked") await TakeAway(victim, other);
        await Died(victim, point);
        await Resumes();
        Start(victim);
    }

    /// <summary>The next service in turn is killed wherever it is.</summary>
    internal async Task KillNext()
    {
        var (victim, _) = Next();
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200, 1_500)));
        await processes[victim]!.Kill();
        Kills++;
        await Resumes();
        if (random.Next(4) == 0) Directory.Delete(StateOf(victim), recursive: true);
        Start(victim);
    }

    /// <summary>Goes on producing until there were so many events.</summary>
    internal async Task Reach(int events)
    {
        while (Events < events) await Task.Delay(100);
    }

    /// <summary>Ends the load and waits until every row shows its final value.</summary>
    internal async Task End() => (await Differences(TimeSpan.FromMinutes(5))).ShouldBe("");

    /// <summary>Ends the load and waits until every row shows its final value, or long enough; what is still different.</summary>
    internal async Task<string> Differences(TimeSpan patience)
    {
        await ending.CancelAsync();
        await load;
        producer.Flush(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        var started = TimeProvider.System.GetTimestamp();
        var difference = "";
        while (TimeProvider.System.GetElapsedTime(started) < patience)
        {
            difference = Difference(finance.LoansWithCars, finance.ExpectedLoans)
                + Difference(finance.PaymentsWithLoans, finance.ExpectedPayments);
            if (difference == "") break;
            await Task.Delay(1_000);
        }
        return difference;
    }

    /// <summary>Outputs of rows that equal the one before them.</summary>
    internal int Repeated => ((string[])[finance.LoansWithCars, finance.PaymentsWithLoans])
        .SelectMany(topic => Committed(topic).GroupBy(record => Encoding.UTF8.GetString(record.Key!)))
        .Sum(row => row.Zip(row.Skip(1)).Count(pair => pair.First.Text == pair.Second.Text));

    /// <summary>No record was given up.</summary>
    internal void NothingIsGivenUp()
    {
        Committed(Contracts.Topics.DeadLetter(Contracts.Groups.Routing))
            .Count(letter => letter.Header("fault-origin-topic")!.Contains(finance.Name, StringComparison.Ordinal)).ShouldBe(0);
    }

    /// <summary>The state in the changelogs: what a new instance would begin with.</summary>
    internal JoinedState State() => JoinedState.Of(
        Committed(Changelog("ab-rows")), Committed(Changelog("ab")), Committed(Changelog("bc")));

    /// <summary>Ids of the loans' events that were produced, as often as they were.</summary>
    internal List<string> ProducedLoans => LoanIds(source);

    /// <summary>Ids of those that the filter copied, as often as it did.</summary>
    internal List<string> FilteredLoans => LoanIds(FilteredTopic(finance));

    internal Finance Finance => finance;

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await load.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var process in processes)
            if (process is not null) await process.DisposeAsync();
        producer.Dispose();
    }

    static string FilteredTopic(Finance finance) => $"{finance.Name}-filtered-loans";

    static string Deduplicated(Finance finance, string source) => $$"""
        {{finance.Yaml(source).Replace($"topic: {source}", $"topic: {source}, {Dedupe}", StringComparison.Ordinal)}}
        filters:
          - id: loans
            name: Loans
            consumerId: someone
            outputTopic: {{FilteredTopic(finance)}}
            enabled: true
            status: deployed
            conditions: [{ field: event_type, operator: equals, value: LoanCreated }]
        """;

    List<string> LoanIds(string topic) =>
    [
        .. Committed(topic).Select(record => JsonNode.Parse(record.Text)!)
            .Where(flat => (string?)flat["event_type"] == "LoanCreated").Select(flat => (string)flat["id"]!),
    ];

    string Changelog(string store) => Contracts.Topics.Changelog(Contracts.Groups.Routing, $"{finance.Name}-{store}");

    string StateOf(int service) => Path.Combine(folder, $"state-{service}");

    (int Victim, int Other) Next() => (turn++ % Services, turn % Services);

    /// <summary>
    /// Partitions are taken away when the other one has been gone for longer than its session, or, from a victim that did not run yet
    /// then, when it is back.
    /// </summary>
    async Task TakeAway(int victim, int other)
    {
        await processes[other]!.Stop();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await processes[victim]!.WaitForExit(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Start(other);
    }

    void Start(int service, string point = JoiningInstance.Never, int passes = 0) => processes[service] = ChildProcess.Start(
        $"service {service}",
        [
            "dotnet", Path.Combine(AppContext.BaseDirectory, "Crash.dll"), "joining", point, $"{passes}",
            $"--Kafka:BootstrapServers={servers}", $"--Pipelines:Path={Path.Combine(folder, "pipelines")}", "--urls=http://127.0.0.1:0",
            $"--Routing:StateFolder={StateOf(service)}", "--Routing:CheckpointSeconds=1", "--Logging:LogLevel:Default=Warning",
            $"--Routing:Delivery={(hasTransactions ? "exactlyOnce" : "atLeastOnce")}",
            $"--Routing:Standby={isStandby}",
        ],
        Path.Combine(folder, $"service-{service}.log"));

    async Task Died(int service, string point)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await processes[service]!.WaitForExit(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(
                $"The service did not come to {point}:\n{string.Join('\n', processes[service]!.LastLines(30))}");
        }
        Kills++;
    }

    async Task Resumes()
    {
        var silence = await Grows();
        if (silence > LongestSilence) LongestSilence = silence;
    }

    /// <summary>Waits until more is committed than now.</summary>
    async Task<TimeSpan> Grows()
    {
        var started = TimeProvider.System.GetTimestamp();
        using var consumer = Consumer.Create(AssignedReading.Settings(Connection, "join-watch"));
        var before = Ends(consumer);
        while (Ends(consumer) <= before)
        {
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromMinutes(2)) throw new TimeoutException("Nothing is committed.");
            await Task.Delay(100);
        }
        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>Read committed, so the ends are those of what is committed.</summary>
    long Ends(Consumer consumer) => Enumerable.Range(0, Partitions).Sum(partition => consumer.WatermarkOffsets(
        new TopicPartition(finance.LoansWithCars, partition), TimeSpan.FromSeconds(10)).High);

    Dictionary<string, string> Connection => new() { ["bootstrap.servers"] = servers };

    List<TestRecord> Committed(string topic) => CommittedRecords.Of(Connection, Partitions, topic);

    async Task Produce()
    {
        while (!ending.IsCancellationRequested)
        {
            foreach (var record in finance.Next(Step))
            {
                while (producer.Produce(source, Producer.AnyPartition, record.Key, record.Value) == ErrorCode.QueueFull)
                    producer.Poll(TimeSpan.FromMilliseconds(10));
                Events++;
            }
            producer.Poll(TimeSpan.Zero);
            await Task.Delay(Pause, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    string Difference(string topic, Dictionary<string, string> expected)
    {
        var shown = Committed(topic).GroupBy(record => Encoding.UTF8.GetString(record.Key!))
            .ToDictionary(key => key.Key, key => Finance.Text(JsonNode.Parse(key.Last().Text)!));
        return string.Concat(expected.Keys.Union(shown.Keys)
            .Where(key => expected.GetValueOrDefault(key) != shown.GetValueOrDefault(key)).Take(5)
            .Select(key => $"{topic} {key}: {shown.GetValueOrDefault(key)} instead of {expected.GetValueOrDefault(key)}\n"));
    }
}
