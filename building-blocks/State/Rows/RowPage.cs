namespace State;

/// <summary>Some rows of an owner, copied, so that the state may be written while they are worked on. Used again and again.</summary>
public sealed class RowPage
{
    readonly int[] _ends;
    byte[] _bytes = new byte[256];

    /// <summary>A page of at most <paramref name="maximumRows"/> rows.</summary>
    public RowPage(int maximumRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumRows, 1);
        _ends = new int[maximumRows];
    }

    /// <summary>Rows in it.</summary>
    public int Count { get; private set; }

    /// <summary>True when no further row fits.</summary>
    public bool IsFull => Count == _ends.Length;

    /// <summary>The key of a row; valid until the page is filled again.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            var start = Start(index);
            return _bytes.AsSpan(start, _ends[index] - start);
        }
    }

    internal void Clear() => Count = 0;

    internal void Add(ReadOnlySpan<byte> row)
    {
        var start = Start(Count);
        if (_bytes.Length - start < row.Length) Array.Resize(ref _bytes, (start + row.Length) * 2);
        row.CopyTo(_bytes.AsSpan(start));
        _ends[Count++] = start + row.Length;
    }

    int Start(int index) => index == 0 ? 0 : _ends[index - 1];
}
