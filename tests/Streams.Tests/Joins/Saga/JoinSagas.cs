using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Streams.Tests;

/// <summary>The sagas of a join in MassTransit's test harness: a bus and a saga repository in memory.</summary>
sealed class JoinSagas : IAsyncDisposable, IConsumeObserver, IPublishObserver
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Join join;
    readonly ServiceProvider provider;
    readonly ITestHarness harness;
    readonly ConcurrentDictionary<Guid, TaskCompletionSource> waiting = [];
    readonly ConcurrentQueue<RowShown> published = [];

    JoinSagas(Join join, TimeProvider time)
    {
        this.join = join;
        provider = new ServiceCollection()
            .AddSingleton(join).AddSingleton(time)
            .AddMassTransitTestHarness(TextWriter.Null, configure =>
            {
                configure.SetTestTimeouts(Patience, Patience);
                configure.ConfigureUsageTelemetryOptions(options => options.Enabled = false);
                configure.AddSagaStateMachine<JoinStateMachine, JoinSaga>().InMemoryRepository();
            })
            .BuildServiceProvider(validateScopes: true);
        harness = provider.GetTestHarness();
    }

    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<JoinSagas> Start(Join join, TimeProvider time)
    {
        var sagas = new JoinSagas(join, time);
        await sagas.harness.Start();
        sagas.harness.Bus.ConnectConsumeObserver(sagas);
        sagas.harness.Bus.ConnectPublishObserver(sagas);
        return sagas;
    }

    /// <summary>What was shown, in order, since the last call.</summary>
    public List<(string Row, string? Value)> TakeShown()
    {
        List<(string, string?)> taken = [];
        while (published.TryDequeue(out var shown)) taken.Add((shown.RowId, shown.Value));
        return taken;
    }

    /// <summary>Sends an event and waits until its saga has done with it.</summary>
    public async Task Tell<TEvent>(TEvent message)
        where TEvent : class, IJoinEvent
    {
        var id = NewId.NextGuid();
        var consumed = waiting.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await harness.Bus.Publish(message, context => context.MessageId = id, Cancelled);
        await consumed.Task.WaitAsync(Patience, Cancelled);
    }

    /// <summary>The saga of a row; null when there is none.</summary>
    public Task<JoinSaga?> Of(string row) =>
        provider.GetRequiredService<ILoadSagaRepository<JoinSaga>>().Load(JoinSaga.IdOf(join.Id, row))!;

    public async ValueTask DisposeAsync() => await provider.DisposeAsync();

    Task IConsumeObserver.PreConsume<T>(ConsumeContext<T> context) => Task.CompletedTask;

    Task IConsumeObserver.PostConsume<T>(ConsumeContext<T> context)
    {
        if (waiting.TryRemove(context.MessageId!.Value, out var consumed)) consumed.SetResult();
        return Task.CompletedTask;
    }

    Task IConsumeObserver.ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
    {
        if (waiting.TryRemove(context.MessageId!.Value, out var consumed)) consumed.SetException(exception);
        return Task.CompletedTask;
    }

    Task IPublishObserver.PrePublish<T>(PublishContext<T> context) => Task.CompletedTask;

    Task IPublishObserver.PostPublish<T>(PublishContext<T> context)
    {
        if (context.Message is RowShown shown) published.Enqueue(shown);
        return Task.CompletedTask;
    }

    Task IPublishObserver.PublishFault<T>(PublishContext<T> context, Exception exception) => Task.CompletedTask;

    /// <summary>A side's version, as the first stage writes it.</summary>
    public static byte[] Version(SideKind kind, string? other, long at, string? text, bool isRetraction = false)
    {
        Span<byte> columns = stackalloc byte[256];
        var length = 0;
        string?[] texts = kind == SideKind.Many ? ["r", other, text] : [text];
        foreach (var each in texts)
            length += ColumnValues.Write(columns[length..], Encoding.UTF8.GetBytes(each ?? ""), isNull: each is null);
        var side = new SideRecord
        {
            Kind = kind,
            IsRetraction = isRetraction,
            HasNoJoinKey = kind == SideKind.Many && other is null,
            Watermark = long.MinValue,
            EventTime = at,
            EventId = Encoding.UTF8.GetBytes(at.ToString(CultureInfo.InvariantCulture)),
            Other = Encoding.UTF8.GetBytes(other ?? ""),
            Columns = isRetraction ? default : columns[..length],
        };
        var bytes = new byte[side.Length];
        side.Write(bytes);
        return bytes;
    }
}
