using KafkaRider.Tests.Support;
using Librdkafka;

namespace Streams.Tests;

/// <summary>State goes back to what it was, and its input with it.</summary>
[Collection(nameof(RealStorage))]
public sealed class RestoringInTime(RealBroker broker, RealStorage storage) : IDisposable
{
    static int applications;

    readonly string application = $"restoring-{Interlocked.Increment(ref applications)}";
    readonly string folder = Directory.CreateTempSubdirectory("tasks-").FullName;
    string servers = "";
    string cluster = "";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    Dictionary<string, string> Connection => new() { ["bootstrap.servers"] = servers };

    [Theory]
    [InlineData(PlaceKind.Folder)]
    [InlineData(PlaceKind.S3)]
    public async Task Old_rows_come_back_with_and_without_newer_checkpoints(PlaceKind kind)
    {
        using var place = await Prepare(kind);
        DateTimeOffset saved;
        using (var tasks = Open(place, "first"))
        {
            await tasks.Assign(cluster);
            tasks.Count("a", "b", "a", "gone");
            saved = (await tasks.Save()).Time!.Value;
            tasks.Count("b", "c", "a");
            (await tasks.Save()).Problem.ShouldBeNull();
            (tasks["a"], tasks["b"], tasks["c"]).ShouldBe((3, 2, 1));
        }

        await Restore(place, saved, new RestoredTask(CountedKeys.Store, 0, Written: 2, Removed: 1));

        foreach (var instance in (string[])["first", "another"])
        {
            using var restarted = Open(place, instance);
            await restarted.Assign(cluster);
            (restarted["a"], restarted["b"], restarted["c"], restarted["gone"]).ShouldBe((2, 1, 0, 1));
        }
        (await Committed()).ShouldBe(4);
        // Nothing is left to do; and the state of before is only a restore away.
        await Restore(place, saved, new RestoredTask(CountedKeys.Store, 0, Written: 0, Removed: 0));
        await Restore(place, DateTimeOffset.MaxValue, new RestoredTask(CountedKeys.Store, 0, Written: 3, Removed: 0));
        (await Committed()).ShouldBe(7);
    }

    [Fact]
    public async Task Interrupted_it_leaves_no_transaction_open_and_nothing_changed()
    {
        using var place = await Prepare(PlaceKind.Folder);
        DateTimeOffset saved;
        using (var tasks = Open(place, "first"))
        {
            await tasks.Assign(cluster);
            tasks.Count("a");
            saved = (await tasks.Save()).Time!.Value;
            tasks.Count([.. Enumerable.Range(0, 5_000).Select(number => $"{number}")]);
        }
        var before = End("read_uncommitted");
        // Ten records are on their way at most, so the transaction takes seconds.
        var slow = new Dictionary<string, string>(Connection)
        {
            ["queue.buffering.max.messages"] = "10",
            ["batch.num.messages"] = "1",
        };
        using var copies = new StateCopies(place.Location, application);
        var restore = new StateRestore(copies, slow, TimeProvider.System);
        var plan = await restore.Plan(saved, null, Cancellation);
        using var interrupt = new CancellationTokenSource();

        var restoring = restore.Execute(plan, Path.Combine(folder, "work"), _ => { }, interrupt.Token);
        await Eventually.Is(() => End("read_uncommitted") > before, "records in the changelog");
        await interrupt.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => restoring);
        await Eventually.Is(() => End("read_committed") == End("read_uncommitted"), "the end of the transaction");
        using var restarted = Open(place, "another");
        await restarted.Assign(cluster);
        (restarted["a"], restarted["4999"]).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Nothing_changes_while_an_instance_runs()
    {
        using var place = await Prepare(PlaceKind.Folder);
        using (var tasks = Open(place, "first"))
        {
            await tasks.Assign(cluster);
            tasks.Count("a");
            (await tasks.Save()).Problem.ShouldBeNull();
        }
        using var member = Consumer.Create(AssignedReading.Settings(Connection, application));
        member.Subscribe([CountedKeys.Topic]);
        while (member.Assignment.Count == 0)
        {
            using var record = member.Poll(TimeSpan.FromMilliseconds(100));
        }
        using var copies = new StateCopies(place.Location, application);
        var restore = new StateRestore(copies, Connection, TimeProvider.System);
        var plan = await restore.Plan(DateTimeOffset.MaxValue, null, Cancellation);

        var refusal = await Should.ThrowAsync<RestoreRefusedException>(
            () => restore.Execute(plan, Path.Combine(folder, "work"), _ => { }, Cancellation));

        refusal.Message.ShouldContain("stop all of them first");
    }

    [Fact]
    public async Task What_cannot_be_gone_back_to_is_said()
    {
        using var place = await Prepare(PlaceKind.Folder);
        using (var tasks = Open(place, "first"))
        {
            await tasks.Assign("another");
            tasks.Count("a");
            (await tasks.Save()).Problem.ShouldBeNull();
        }
        using var copies = new StateCopies(place.Location, application);
        var restore = new StateRestore(copies, Connection, TimeProvider.System);

        var step = (await restore.Plan(DateTimeOffset.MaxValue, CountedKeys.Store, Cancellation)).Single();
        step.Problem.ShouldNotBeNull().ShouldContain("is of cluster another");
        await Should.ThrowAsync<RestoreRefusedException>(() => restore.Execute([step], folder, _ => { }, Cancellation));
        (await Should.ThrowAsync<RestoreRefusedException>(() => restore.Plan(DateTimeOffset.UnixEpoch, null, Cancellation)))
            .Message.ShouldContain("There is no copy");

        await place.Damage((await place.Names("copies/")).Single());
        step = (await restore.Plan(DateTimeOffset.MaxValue, null, Cancellation)).Single();
        step.Problem.ShouldNotBeNull().ShouldContain("missing, cut or changed");
    }

    [Fact]
    public async Task Copies_are_listed_by_task_the_newest_first()
    {
        using var place = await Prepare(PlaceKind.Folder);
        using var tasks = Open(place, "first");
        await tasks.Assign(cluster);
        tasks.Count("a", "b");
        await tasks.Save();
        tasks.Count("c");
        await tasks.Save();
        using var copies = new StateCopies(place.Location, application);

        var listed = await copies.List(null, null, 10, Cancellation);

        listed.Select(copy => (copy.Store, copy.Partition, copy.IsSavepoint, copy.Input, copy.Next, copy.Entries))
            .ShouldBe([(CountedKeys.Store, 0, true, CountedKeys.Topic, 3, 4), (CountedKeys.Store, 0, true, CountedKeys.Topic, 2, 3)]);
        (await copies.List(null, listed[1].Time, 10, Cancellation)).Single().Id.ShouldBe(listed[1].Id);
        (await copies.List("other", null, 10, Cancellation)).ShouldBeEmpty();
        (await copies.List(null, null, 1, Cancellation)).Single().Id.ShouldBe(listed[0].Id);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    async Task<CopyPlace> Prepare(PlaceKind kind)
    {
        servers = broker.Server().BootstrapServers;
        using var admin = Admin.Create(Connection);
        await admin.CreateTopics([new NewTopic(CountedKeys.Topic, 1, 1), new NewTopic(CountedKeys.ChangelogOf(application), 1, 1)]);
        cluster = await admin.ClusterId(Cancellation);
        using var producer = Producer.Create(Connection);
        for (var number = 0; number < 10; number++) producer.Produce(CountedKeys.Topic, 0, "any"u8, "thing"u8);
        producer.Flush(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        return await CopyPlace.Of(kind, storage);
    }

    CountedKeys Open(CopyPlace place, string instance) => new(
        servers, application, Path.Combine(folder, instance),
        also: settings => settings with { Copies = new CopySettings { Location = place.Location, Interval = TimeSpan.FromHours(1) } });

    async Task Restore(CopyPlace place, DateTimeOffset at, RestoredTask expected)
    {
        using var copies = new StateCopies(place.Location, application);
        var restore = new StateRestore(copies, Connection, TimeProvider.System);
        var plan = await restore.Plan(at, null, Cancellation);
        plan.ShouldAllBe(step => step.Problem == null);
        List<RestoredTask> done = [];
        await restore.Execute(plan, Path.Combine(folder, "work"), done.Add, Cancellation);
        done.ShouldBe([expected]);
    }

    /// <summary>The end of the changelog for a reader of this isolation.</summary>
    long End(string isolation)
    {
        using var reader = Consumer.Create(
            new Dictionary<string, string>(AssignedReading.Settings(Connection, "reader")) { ["isolation.level"] = isolation });
        return reader.WatermarkOffsets(new TopicPartition(CountedKeys.ChangelogOf(application), 0), TimeSpan.FromSeconds(30)).High;
    }

    async Task<long> Committed()
    {
        using var admin = Admin.Create(Connection);
        return (await admin.GroupOffsets(application, [new TopicPartition(CountedKeys.Topic, 0)], Cancellation)).Single().Offset;
    }
}
