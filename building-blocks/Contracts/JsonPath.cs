using System.Text;
using System.Text.Json;

namespace Contracts;

/// <summary>Where a forward reader stands in a JSON text, as a JSON pointer (RFC 6901).</summary>
internal sealed class JsonPath
{
    const int MaxNameLength = 64;

    readonly List<(string? Name, int Index)> _steps = [];

    /// <summary>Containers that are open.</summary>
    public int Depth => _steps.Count;

    /// <summary>A container opens.</summary>
    public void Open(bool array) => _steps.Add((null, array ? -1 : -2));

    /// <summary>The innermost container closes.</summary>
    public void Close() => _steps.RemoveAt(_steps.Count - 1);

    /// <summary>A property name was read.</summary>
    public void Name(ref Utf8JsonReader reader) => _steps[^1] = (Shown(reader.ValueSpan), -2);

    /// <summary>A value starts; counts it when it is an element of an array.</summary>
    public void Value()
    {
        if (_steps.Count > 0 && _steps[^1].Index != -2) _steps[^1] = (null, _steps[^1].Index + 1);
    }

    /// <summary>The pointer of the current value.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, index) in _steps)
        {
            if (name is null && index < 0) continue;
            text.Append('/').Append(name ?? index.ToString());
        }
        return text.ToString();
    }

    // Names are shown as they are written, and never whole when they are huge.
    static string Shown(ReadOnlySpan<byte> name)
    {
        var text = Encoding.UTF8.GetString(name[..Math.Min(name.Length, MaxNameLength)]).Replace("~", "~0").Replace("/", "~1");
        return name.Length > MaxNameLength ? text + "…" : text;
    }
}
