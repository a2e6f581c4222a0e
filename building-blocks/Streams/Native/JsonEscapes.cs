using System.Text;

namespace Streams;

/// <summary>Writes the text of a JSON string whose escapes have already been checked.</summary>
static class JsonEscapes
{
    /// <summary>
    /// Unescapes into a destination at least as long as the source. False, with the position in the source, for half a surrogate pair:
    /// it stands for no character.
    /// </summary>
    public static bool TryUnescape(ReadOnlySpan<byte> source, Span<byte> destination, out int written, out int at)
    {
        written = 0;
        at = 0;
        while (at < source.Length)
        {
            var plain = source[at..].IndexOf((byte)'\\');
            if (plain < 0) plain = source.Length - at;
            source.Slice(at, plain).CopyTo(destination[written..]);
            at += plain;
            written += plain;
            if (at == source.Length) break;

            if (source[at + 1] != 'u')
            {
                destination[written++] = Short(source[at + 1]);
                at += 2;
                continue;
            }
            var unit = Unit(source.Slice(at + 2, 4));
            var length = 6;
            if (!Rune.TryCreate(unit, out var rune))
            {
                if (at + 12 > source.Length || source[at + 6] != '\\' || source[at + 7] != 'u') return false;
                if (!Rune.TryCreate(unit, Unit(source.Slice(at + 8, 4)), out rune)) return false;
                length = 12;
            }
            written += rune.EncodeToUtf8(destination[written..]);
            at += length;
        }
        return true;
    }

    static byte Short(byte kind) => kind switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'t' => (byte)'\t',
        (byte)'r' => (byte)'\r',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => kind,
    };

    static char Unit(ReadOnlySpan<byte> digits)
    {
        var unit = 0;
        foreach (var digit in digits) unit = unit * 16 + (digit <= '9' ? digit - '0' : (digit | ' ') - 'a' + 10);
        return (char)unit;
    }
}
