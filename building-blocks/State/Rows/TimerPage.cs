namespace State;

/// <summary>Some due timers, copied, so that the state may be written while they fire. Used again and again.</summary>
public sealed class TimerPage
{
    readonly long[] _times;

    /// <summary>A page of at most <paramref name="maximumTimers"/> timers.</summary>
    public TimerPage(int maximumTimers)
    {
        Rows = new RowPage(maximumTimers);
        _times = new long[maximumTimers];
    }

    /// <summary>Timers in it.</summary>
    public int Count => Rows.Count;

    internal RowPage Rows { get; }

    /// <summary>When a timer is due.</summary>
    public long Due(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return _times[index];
    }

    /// <summary>Whose timer it is; valid until the page is filled again.</summary>
    public ReadOnlySpan<byte> Key(int index) => Rows[index];

    internal void SetDue(int from, long due) => _times.AsSpan(from, Count - from).Fill(due);
}
