using System.Text;
using MassTransit;

namespace Streams;

/// <summary>
/// A join of <c>type: latest</c> as a MassTransit state machine: one saga for each row of the many side. Whatever happens, what follows is
/// decided by <see cref="RowStep"/>, as in the stages that the routing service runs: those do the same for many records at once, without
/// an object for each. What a row shows is published as <see cref="RowShown"/>, only when it changes.
/// </summary>
/// <remarks>
/// Events of a row must come one after the other, as those of one key do in a partition. Timers are not its own: who drives it says when
/// time has passed, too often rather than too late, and it looks at the clock.
/// </remarks>
public sealed class JoinStateMachine : MassTransitStateMachine<JoinSaga>
{
    readonly Join join;
    readonly TimeProvider time;

    /// <summary>The state machine of a join.</summary>
    /// <param name="join">The join.</param>
    /// <param name="time">For <c>wait</c> and <c>keep</c>.</param>
    public JoinStateMachine(Join join, TimeProvider time)
    {
        (this.join, this.time) = (join, time);
        InstanceState(saga => saga.CurrentState);
        Correlate();

        Initially(
            Settled(When(RowChanged).Then(context => Begin(context, context.Message.RowId)).Then(Take)),
            When(RowRetracted).Then(context => Begin(context, context.Message.RowId)).Then(Take).ThenAsync(Show).TransitionTo(Removed));
        During(
            [Awaiting, Joined, Removed],
            Settled(When(RowChanged, context => IsNewer(context.Saga, context.Message.Version)).Then(Take)),
            When(KeepElapsed, context => MayBeForgotten(context.Saga)).TransitionTo(Expired));
        During(
            [Awaiting, Joined],
            When(RowRetracted, context => IsNewer(context.Saga, context.Message.Version))
                .Then(Take).ThenAsync(Show).TransitionTo(Removed),
            Settled(When(OtherSideChanged, context => IsOfNow(context.Saga, context.Message)).Then(Take)));
        During(Removed, When(RowRetracted, context => IsNewer(context.Saga, context.Message.Version)).Then(Take));
        During(Awaiting, When(WaitElapsed, context => context.Saga is { WaitingSince: not 0, IsAnswered: true }).ThenAsync(Show));
        During(Joined, Ignore(WaitElapsed));
        During(Removed, Ignore(WaitElapsed), Ignore(OtherSideChanged));
        SetCompleted(saga => Task.FromResult(saga.CurrentState == Expired.Name));
    }

    /// <summary>The row has not found what it looks up, or does not know yet.</summary>
    public MassTransit.State Awaiting { get; private set; } = null!;

    /// <summary>It has.</summary>
    public MassTransit.State Joined { get; private set; } = null!;

    /// <summary>It was forgotten, as it did not change for long; its saga is gone.</summary>
    public MassTransit.State Expired { get; private set; } = null!;

    /// <summary>It was retracted.</summary>
    public MassTransit.State Removed { get; private set; } = null!;

    /// <inheritdoc cref="Streams.RowChanged"/>
    public Event<RowChanged> RowChanged { get; private set; } = null!;

    /// <inheritdoc cref="Streams.RowRetracted"/>
    public Event<RowRetracted> RowRetracted { get; private set; } = null!;

    /// <inheritdoc cref="Streams.OtherSideChanged"/>
    public Event<OtherSideChanged> OtherSideChanged { get; private set; } = null!;

    /// <inheritdoc cref="Streams.WaitElapsed"/>
    public Event<WaitElapsed> WaitElapsed { get; private set; } = null!;

    /// <inheritdoc cref="Streams.KeepElapsed"/>
    public Event<KeepElapsed> KeepElapsed { get; private set; } = null!;

    void Correlate()
    {
        Event(() => RowChanged, Correlated);
        Event(() => RowRetracted, Correlated);
        Event(() => OtherSideChanged, OfRowThatIsThere);
        Event(() => WaitElapsed, OfRowThatIsThere);
        Event(() => KeepElapsed, OfRowThatIsThere);
    }

    void Correlated<TEvent>(IEventCorrelationConfigurator<JoinSaga, TEvent> configure)
        where TEvent : class, IJoinEvent => configure.CorrelateById(context => JoinSaga.IdOf(join.Id, context.Message.RowId));

    /// <summary>A row that is not there, or not any more, has nothing to hear.</summary>
    void OfRowThatIsThere<TEvent>(IEventCorrelationConfigurator<JoinSaga, TEvent> configure)
        where TEvent : class, IJoinEvent
    {
        Correlated(configure);
        configure.OnMissingInstance(missing => missing.Discard());
    }

    /// <summary>Shows what follows, and goes to the state that follows.</summary>
    EventActivityBinder<JoinSaga, TEvent> Settled<TEvent>(EventActivityBinder<JoinSaga, TEvent> binder)
        where TEvent : class, IJoinEvent => binder.ThenAsync(Show).IfElse(
        context => Next(context.Saga).Status == RowStatus.Joined,
        found => found.TransitionTo(Joined),
        missing => missing.TransitionTo(Awaiting));

    void Begin(BehaviorContext<JoinSaga> context, string rowId) => context.Saga.RowId = rowId;

    void Take(BehaviorContext<JoinSaga, RowChanged> context)
    {
        var (saga, message, now) = (context.Saga, context.Message, Now());
        Check(saga, message);
        var moves = RowStep.Moves(
            isKnown: saga.Version.Length > 0, saga.Version.Length > 0 && Read(saga.Version).IsRetraction, Key(saga.JoinKey),
            Key(message.JoinKey));
        if (moves) (saga.Other, saga.WaitingSince) = (null, RowStep.WaitsFrom(join, message.JoinKey is not null, now));
        saga.IsAnswered = message.JoinKey is null || message.IsAnswered || (saga.IsAnswered && !moves);
        if (message.IsAnswered) saga.Other = message.Other;
        (saga.JoinKey, saga.Version, saga.ChangedAt) = (message.JoinKey, message.Version, now);
    }

    void Take(BehaviorContext<JoinSaga, RowRetracted> context)
    {
        var saga = context.Saga;
        Check(saga, context.Message);
        (saga.JoinKey, saga.Other, saga.IsAnswered) = (null, null, true);
        (saga.Version, saga.ChangedAt) = (context.Message.Version, Now());
    }

    void Take(BehaviorContext<JoinSaga, OtherSideChanged> context)
    {
        Check(context.Saga, context.Message);
        (context.Saga.Other, context.Saga.IsAnswered) = (context.Message.Other, true);
    }

    async Task Show<TEvent>(BehaviorContext<JoinSaga, TEvent> context)
        where TEvent : class, IJoinEvent
    {
        Check(context.Saga, context.Message);
        var shows = Write(context.Saga, out var value);
        var isChanged = shows != context.Saga.Shown;
        context.Saga.Shown = shows;
        if (isChanged) await context.Publish(new RowShown(context.Saga.RowId, value)).ConfigureAwait(false);
    }

    ulong Write(JoinSaga saga, out string? value)
    {
        var next = Next(saga);
        saga.WaitingSince = next.WaitingSince;
        var one = HasOther(saga) ? Read(saga.Other!).Columns : default;
        var shows = new OutputWriter(join).Write(next.View, Read(saga.Version).Columns, one, saga.Shown, out var bytes);
        value = bytes.IsEmpty ? null : Encoding.UTF8.GetString(bytes);
        return shows;
    }

    RowDecision Next(JoinSaga saga) => RowStep.Next(
        join, Read(saga.Version).IsRetraction, saga.IsAnswered, HasOther(saga), saga.WaitingSince, Now());

    bool MayBeForgotten(JoinSaga saga) =>
        join.Keep is { } keep && RowStep.KeptFor(saga.ChangedAt, keep, Now()) <= TimeSpan.Zero;

    long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    static bool HasOther(JoinSaga saga) => saga.Other is not null && !Read(saga.Other).IsRetraction;

    /// <summary>Of the key that the row looks up, and not older than what is known of it.</summary>
    static bool IsOfNow(JoinSaga saga, OtherSideChanged message) =>
        saga.JoinKey == message.JoinKey
        && !RowStep.IsOutdated(saga.IsAnswered, saga.Other, message.Other is null ? NeverAnything : Read(message.Other));

    static SideRecord NeverAnything => new() { EventTime = SideRecord.Never };

    static bool IsNewer(JoinSaga saga, byte[] version) => EventOrder.IsNewer(Read(version), Read(saga.Version));

    static byte[] Key(string? key) => Encoding.UTF8.GetBytes(key ?? "");

    static SideRecord Read(byte[] bytes) => SideRecord.TryRead(bytes, out var record)
        ? record
        : throw new InvalidDataException("a version of a join's side is of another layout: run the service that wrote it");

    static void Check(JoinSaga saga, IJoinEvent message)
    {
        if (saga.RowId == message.RowId) return;
        throw new InvalidOperationException(
            $"the rows '{saga.RowId}' and '{message.RowId}' have one correlation id, {saga.CorrelationId}: give one of them another id");
    }
}
