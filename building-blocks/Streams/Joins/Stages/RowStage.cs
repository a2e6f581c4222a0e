using KafkaRider;
using State;

namespace Streams;

/// <summary>
/// The rows of a join whose key may change, in the partition of the row: keeps the newest version of each, subscribes it to its key and
/// unsubscribes it from the one before, and is the only writer of its output. A row that has moved shows its old output until its new key
/// has answered, so that each output is a row with what its key had. Records may come in any order: versions of the row and of what it
/// looks up say themselves which is newer, and the row's moves are counted.
/// </summary>
sealed class RowStage : ITaskStage, IJoinTimerTarget, IRowStage
{
    const byte RowPrefix = 1;
    const byte TimerPrefix = 3;

    readonly Join join;
    readonly IKeyedState state;
    readonly TimeProvider time;
    readonly JoinTimers timers;
    readonly OutputWriter writer;
    readonly SideProducer subscriptions;
    readonly byte[] key = new byte[1 + SideRecord.KeyBytes];
    byte[] known = new byte[1024];
    byte[] entry = new byte[1024];

    public RowStage(Join join, JoinNames names, IKeyedState state, TimeProvider time)
    {
        this.join = join;
        this.state = state;
        this.time = time;
        timers = new JoinTimers(state, TimerPrefix);
        writer = new OutputWriter(join);
        subscriptions = new SideProducer(names.ByKeyTopic);
    }

    public bool TryProcess(ReadOnlySpan<byte> row, ReadOnlySpan<byte> value, IRecordOutput output)
    {
        if (!SideRecord.TryReadByRow(row, value, out var side) || side.Kind is not (SideKind.Many or SideKind.Answer)) return false;
        var isKnown = TryGet(row, out var before);
        if (side.Kind == SideKind.Many) RowChanged(row, side, value, isKnown, before, output);
        else if (isKnown) Answered(row, side, value, before, output);
        return true;
    }

    public bool Tick(DateTimeOffset now, IRecordOutput output) => timers.Fire(now.ToUnixTimeMilliseconds(), this, output);

    public IReadOnlyList<JoinedRow> Rows(ReadOnlySpan<byte> key, int most)
    {
        if (!TryGet(key, out var entry) || !SideRecord.TryRead(entry.Row, out var row)) return [];
        var other = HasOther(entry, out var found) ? JoinedVersion.Of(join, JoinOrigin.One, found) : null;
        return [JoinedRow.Of(join, key, row.Other, entry, row, other)];
    }

    void IJoinTimerTarget.Fire(JoinTimer timer, ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, long now, IRecordOutput output)
    {
        if (!TryGet(row, out var before)) return;
        SideRecord.TryRead(before.Row, out var side);
        if (timer == JoinTimer.KeepRow && join.Keep is { } keep) KeepElapsed(row, side, before, keep, now, output);
        // A row whose key has not answered sets its timer when it does.
        else if (timer == JoinTimer.Wait && before.WaitingSince != 0 && before.IsAnswered) WaitElapsed(row, side, before, output);
    }

    void RowChanged(
        ReadOnlySpan<byte> row, in SideRecord side, ReadOnlySpan<byte> value, bool isKnown, in RowEntry before, IRecordOutput output)
    {
        var older = default(SideRecord);
        if (isKnown && SideRecord.TryRead(before.Row, out older) && !EventOrder.IsNewer(side, older)) return;
        var keyBefore = isKnown && !older.IsRetraction && !older.HasNoJoinKey ? older.Other : default;
        var keyAfter = side.IsRetraction || side.HasNoJoinKey ? default : side.Other;
        var moves = RowStep.Moves(isKnown, older.IsRetraction, keyBefore, keyAfter);
        var now = Now();
        var count = moves ? Math.Max(before.Moves + 1, now) : before.Moves;
        if (moves && !keyBefore.IsEmpty) Send(SideKind.Unsubscribe, keyBefore, row, count, output);
        if (moves && !keyAfter.IsEmpty) Send(SideKind.Subscribe, keyAfter, row, count, output);
        var after = new RowEntry
        {
            Shown = before.Shown,
            WaitingSince = moves ? RowStep.WaitsFrom(join, hasKey: !keyAfter.IsEmpty, now) : before.WaitingSince,
            Moves = count,
            IsAnswered = keyAfter.IsEmpty || (before.IsAnswered && !moves),
            ChangedAt = now,
            Row = value,
            Other = moves ? default : before.Other,
        };
        Settle(row, side, after, output);
        if (!isKnown && join.Keep is { } keep) timers.After(keep, JoinTimer.KeepRow, default, row, now);
    }

    void Answered(ReadOnlySpan<byte> row, in SideRecord answer, ReadOnlySpan<byte> value, in RowEntry before, IRecordOutput output)
    {
        SideRecord.TryRead(before.Row, out var side);
        if (side.IsRetraction || side.HasNoJoinKey || !side.Other.SequenceEqual(answer.Other))
        {
            // A key that the row has left, and that has not heard of it: perhaps because it came to look it up later than it left.
            Send(SideKind.Unsubscribe, answer.Other, row, before.Moves, output);
            return;
        }
        if (RowStep.IsOutdated(before.IsAnswered, before.Other, answer)) return;
        var after = new RowEntry
        {
            Shown = before.Shown,
            WaitingSince = before.WaitingSince,
            Moves = before.Moves,
            IsAnswered = true,
            ChangedAt = before.ChangedAt,
            Row = before.Row,
            Other = answer is { IsRetraction: true, EventTime: SideRecord.Never } ? default : value,
        };
        var next = Settle(row, side, after, output);
        if (next.View == RowView.Unchanged && !before.IsAnswered) WaitOn(row, next.WaitingSince);
    }

    /// <summary>Counted from when the row came to what it looks up, whatever timers of earlier moves are left.</summary>
    void WaitElapsed(ReadOnlySpan<byte> row, in SideRecord side, in RowEntry before, IRecordOutput output)
    {
        var next = Settle(row, side, before, output);
        if (next.WaitingSince != 0) WaitOn(row, next.WaitingSince);
    }

    void WaitOn(ReadOnlySpan<byte> row, long since) => timers.After(join.Wait!.Value, JoinTimer.Wait, default, row, since);

    /// <summary>Shows what follows from what is known of a row, and keeps it.</summary>
    RowDecision Settle(ReadOnlySpan<byte> row, in SideRecord side, in RowEntry known, IRecordOutput output)
    {
        var hasOther = HasOther(known, out var other);
        var next = RowStep.Next(join, side.IsRetraction, known.IsAnswered, hasOther, known.WaitingSince, Now());
        Save(row, new RowEntry
        {
            Shown = writer.Show(next.View, row, side.Columns, other.Columns, known.Shown, output),
            WaitingSince = next.WaitingSince,
            Moves = known.Moves,
            IsAnswered = known.IsAnswered,
            ChangedAt = known.ChangedAt,
            Row = known.Row,
            Other = known.Other,
        });
        return next;
    }

    void KeepElapsed(
        ReadOnlySpan<byte> row, in SideRecord side, in RowEntry before, TimeSpan keep, long now, IRecordOutput output)
    {
        var left = RowStep.KeptFor(before.ChangedAt, keep, now);
        if (left > TimeSpan.Zero)
        {
            timers.After(left, JoinTimer.KeepRow, default, row, now);
            return;
        }
        if (!side.IsRetraction && !side.HasNoJoinKey) Send(SideKind.Unsubscribe, side.Other, row, before.Moves, output);
        state.Remove(Key(row));
    }

    void Send(SideKind kind, ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, long moves, IRecordOutput output) => subscriptions.Send(
        joinKey, new SideRecord { Kind = kind, Watermark = SideRecord.Never, EventTime = moves, Other = row }, output);

    static bool HasOther(in RowEntry entry, out SideRecord other) => SideRecord.TryRead(entry.Other, out other) && !other.IsRetraction;

    /// <summary>A copy of what is kept of a row: it stays while the state is written.</summary>
    bool TryGet(ReadOnlySpan<byte> row, out RowEntry found)
    {
        found = default;
        if (!state.TryGet(Key(row), out var value)) return false;
        if (known.Length < value.Length) known = new byte[2 * value.Length];
        value.CopyTo(known);
        found = RowEntry.Read(known.AsSpan(0, value.Length));
        return true;
    }

    void Save(ReadOnlySpan<byte> row, in RowEntry after)
    {
        if (entry.Length < after.Length) entry = new byte[2 * after.Length];
        after.Write(entry);
        state.Put(Key(row), entry.AsSpan(0, after.Length));
    }

    ReadOnlySpan<byte> Key(ReadOnlySpan<byte> row)
    {
        key[0] = RowPrefix;
        row.CopyTo(key.AsSpan(1));
        return key.AsSpan(0, 1 + row.Length);
    }

    /// <summary>Zero where no time is ever compared with it.</summary>
    long Now() => join.Wait is null && join.Keep is null ? 0 : time.GetUtcNow().ToUnixTimeMilliseconds();
}
