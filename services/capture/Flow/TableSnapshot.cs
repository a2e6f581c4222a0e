using System.Globalization;

namespace Capture;

/// <summary>Which transactions a read of the table has seen (PostgreSQL's pg_snapshot). Those come through the log again and must not be
/// sent twice; all others must be. Only transaction ids decide: a transaction may be in the log before a snapshot sees it.</summary>
sealed class TableSnapshot
{
    const long IdsPerEpoch = 1L << 32;

    readonly ulong _oldestRunning;
    readonly ulong _next;
    readonly HashSet<ulong> _running;

    /// <param name="text">pg_snapshot's text: <c>xmin:xmax:running,running,…</c>, 64-bit transaction ids.</param>
    /// <param name="untilLsn">End of the log after the snapshot was taken: a later commit cannot be in it.</param>
    /// <exception cref="FormatException">The text is not that.</exception>
    public TableSnapshot(string text, ulong untilLsn)
    {
        (Text, UntilLsn) = (text, untilLsn);
        var parts = text.Split(':');
        if (parts.Length != 3) throw new FormatException($"'{text}' is not a snapshot (xmin:xmax:running).");
        _oldestRunning = Number(parts[0]);
        _next = Number(parts[1]);
        _running = [.. parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number)];
    }

    public string Text { get; }

    public ulong UntilLsn { get; }

    /// <summary>Whether the read of the table has seen a transaction's rows.</summary>
    /// <param name="commitLsn">Where it committed.</param>
    /// <param name="transaction">Its id, without the epoch that the log leaves out.</param>
    public bool Covers(ulong commitLsn, uint transaction)
    {
        if (commitLsn >= UntilLsn) return false;
        var id = WithEpoch(transaction);
        return id < _oldestRunning || (id < _next && !_running.Contains(id));
    }

    static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    // The id nearest to the snapshot: ids that are alive together are less than half an epoch apart.
    ulong WithEpoch(uint transaction)
    {
        var candidate = (long)(_next & ~(ulong)uint.MaxValue) | transaction;
        var distance = candidate - (long)_next;
        if (distance > IdsPerEpoch / 2) candidate -= IdsPerEpoch;
        if (distance < -IdsPerEpoch / 2) candidate += IdsPerEpoch;
        return (ulong)Math.Max(0, candidate);
    }
}
