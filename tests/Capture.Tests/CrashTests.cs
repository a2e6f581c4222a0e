using Servers;

namespace Capture.Tests;

/// <summary>The service as a process of its own, killed while it works.</summary>
public sealed class CrashTests(RealServers servers)
{
    const int Kills = 3;
    const int EventsPerTransaction = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_is_killed_again_and_again_loses_nothing(bool isRealKafka)
    {
        using var broker = await servers.Broker(isRealKafka);
        await using var outbox = await TestOutbox.Create(servers);
        using var writing = new CancellationTokenSource();
        var transactions = 0;
        var writer = Task.Run(async () =>
        {
            while (!writing.IsCancellationRequested)
                await outbox.Insert("e", EventsPerTransaction, from: EventsPerTransaction * transactions++);
        });

        for (var kill = 0; kill < Kills; kill++)
        {
            await using var victim = Start(broker, outbox, $"{outbox.Name}-{kill}");
            var sent = await broker.Count();
            await Eventually.Until(async () => await broker.Count() > sent + 10,
                () => $"it sends: {string.Join('\n', victim.LastLines(5))}");
            await victim.Kill();
        }
        await writing.CancelAsync();
        await writer;
        await using var survivor = Start(broker, outbox, $"{outbox.Name}-last");

        var expected = EventsPerTransaction * transactions;
        List<string> ids = [];
        await Eventually.Until(
            async () => (ids = [.. (await broker.Records(expected)).Select(record => record.Id)]).Distinct().Count() == expected,
            () => $"{expected} different events: {ids.Distinct().Count()}");
        if (isRealKafka) ids.Count.ShouldBe(expected);
    }

    ChildProcess Start(TestBroker broker, TestOutbox outbox, string name) => ChildProcess.Start(name,
        ["dotnet", Path.Combine(AppContext.BaseDirectory, "Capture.dll"),
            .. RunningCapture.Arguments(broker, outbox), "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"],
        Path.Combine(servers.Folder, $"{name}.log"));
}
