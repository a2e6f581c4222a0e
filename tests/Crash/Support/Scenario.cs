using Crash.Instances;
using Librdkafka;

namespace Crash.Support;

/// <summary>What instances are.</summary>
public enum Kind
{
    /// <summary>Record processors.</summary>
    Processor,

    /// <summary>Typed consumers with topic producers.</summary>
    Typed,

    /// <summary>Processors and typed consumers, in turn.</summary>
    Mixed,

    /// <summary>Sagas on FASTER.</summary>
    Saga,
}

/// <summary>Instances of one group that copy a topic under load, and a reader who watches.</summary>
sealed class Scenario : IAsyncDisposable
{
    internal const int Partitions = 6;

    static int names;

    readonly Instance[] instances;
    readonly ReplyDropper proxy;
    readonly Random random = new(Seed: 5);
    int turn;

    Scenario(string servers, ReplyDropper proxy, Instance[] instances, string source, string target)
    {
        this.instances = instances;
        this.proxy = proxy;
        Load = new Load(servers, source, Partitions);
        Copies = new Copies(servers, target, Partitions);
    }

    internal Load Load { get; }

    internal Copies Copies { get; }

    internal IReadOnlyList<Instance> Instances => instances;

    internal static async Task<Scenario> Create(
        string servers, ReplyDropper proxy, string folder, bool exactlyOnce, Kind kind, int count)
    {
        var name = $"{Environment.ProcessId}-{Interlocked.Increment(ref names)}";
        var (source, target) = ($"numbers-{name}", $"copies-{name}");
        using (var admin = Admin.Create(new Dictionary<string, string> { ["bootstrap.servers"] = servers }))
            await admin.CreateTopics([new NewTopic(source, Partitions, 1), new NewTopic(target, Partitions, 1)]);
        var instances = Enumerable.Range(0, count).Select(number => new Instance(new InstanceSettings
        {
            Servers = servers,
            Source = source,
            Target = target,
            Group = $"group-{name}",
            Folder = Path.Combine(folder, $"instance-{number}"),
            ExactlyOnce = exactlyOnce,
            Counts = kind == Kind.Saga,
            Typed = kind == Kind.Typed || (kind == Kind.Mixed && number % 2 == 1),
        }));
        return new Scenario(servers, proxy, [.. instances], source, target);
    }

    /// <summary>Starts every instance and waits until copies come.</summary>
    internal async Task Begin()
    {
        foreach (var instance in instances) instance.Start();
        await Copies.Reach(Partitions * 20);
    }

    /// <summary>The next instance in turn is replaced by one that dies at the point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="passes">How often it is passed before; null: some times, as points of transactions come often.</param>
    internal async Task CrashNext(string point, int? passes = null)
    {
        var victim = Next();
        await victim.Stop();
        victim.Start(point, passes ?? random.Next(3, 12));
        await victim.Died();
        victim.Start();
    }

    /// <summary>The next instance in turn is killed, wherever it is.</summary>
    internal async Task KillNext()
    {
        var victim = Next();
        await Copies.Reach(Copies.Distinct + 200);
        await victim.Kill();
        victim.Start();
    }

    /// <summary>The reply to a commit of the next instance in turn is lost, and then that instance, its connection, or nothing
    /// more.</summary>
    internal async Task LoseReply(bool kill, bool cut)
    {
        var victim = Next();
        await victim.Stop();
        var lost = proxy.DropOne(after: random.Next(3, 12), cut);
        victim.Start(servers: proxy.Servers);
        await lost.WaitAsync(TimeSpan.FromMinutes(2));
        if (!kill) return;
        await victim.Kill();
        victim.Start(servers: proxy.Servers);
    }

    /// <summary>The next instance in turn leaves and comes back.</summary>
    internal async Task LeaveAndJoin()
    {
        var leaving = Next();
        await leaving.Stop();
        await Copies.Reach(Copies.Distinct + 200);
        leaving.Start();
    }

    /// <summary>Ends the load, waits until everything was copied, stops the instances, and reads to the end.</summary>
    internal async Task End()
    {
        await Load.Stop();
        await Copies.Reach(Load.Count * Partitions);
        foreach (var instance in instances) await instance.Stop();
        await Copies.ReadToEnd();
    }

    internal void OutputIsInput()
    {
        Copies.Distinct.ShouldBe(Load.Count * Partitions);
        Copies.Repeated.ShouldBe(0);
        Copies.OutOfOrder.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in instances) await instance.DisposeAsync();
        await Load.DisposeAsync();
        await Copies.DisposeAsync();
    }

    Instance Next() => instances[turn++ % instances.Length];
}
