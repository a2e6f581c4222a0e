using System.Buffers;

namespace Capture;

/// <summary>Writes UTF-8 text as the inside of a JSON string, byte for byte as Kafka Connect's JSON converter does: a backslash before
/// <c>"</c> and <c>\</c>, the short escapes, <c>\u00XX</c> for the other control characters below U+0020, two <c>\uXXXX</c> escapes for a
/// character above U+FFFF, and everything else as it is. System.Text.Json has no encoder that does exactly this.</summary>
static class JsonText
{
    const int FourByteSequence = 4;
    const int SurrogatePairEscape = 12;
    const int UnicodeEscape = 6;

    static readonly SearchValues<byte> Special = SearchValues.Create([.. Range(0x00, 0x1F), (byte)'"', (byte)'\\', .. Range(0xF0, 0xF4)]);

    public static void Append(ByteBuffer buffer, ReadOnlySpan<byte> utf8)
    {
        while (true)
        {
            var plain = utf8.IndexOfAny(Special);
            if (plain < 0)
            {
                buffer.Append(utf8);
                return;
            }
            buffer.Append(utf8[..plain]);
            utf8 = utf8[(plain + AppendSpecial(buffer, utf8[plain..]))..];
        }
    }

    // Returns how many bytes of the text the escape stands for.
    static int AppendSpecial(ByteBuffer buffer, ReadOnlySpan<byte> utf8)
    {
        var first = utf8[0];
        if (first >= 0xF0) return AppendSurrogates(buffer, utf8);
        var letter = first switch
        {
            (byte)'"' => (byte)'"',
            (byte)'\\' => (byte)'\\',
            (byte)'\b' => (byte)'b',
            (byte)'\t' => (byte)'t',
            (byte)'\n' => (byte)'n',
            (byte)'\f' => (byte)'f',
            (byte)'\r' => (byte)'r',
            _ => (byte)0,
        };
        if (letter == 0)
        {
            WriteUnicode(buffer.Reserve(UnicodeEscape), first);
            buffer.Advance(UnicodeEscape);
            return 1;
        }
        var escape = buffer.Reserve(2);
        (escape[0], escape[1]) = ((byte)'\\', letter);
        buffer.Advance(2);
        return 1;
    }

    static int AppendSurrogates(ByteBuffer buffer, ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < FourByteSequence)
        {
            // Only a database without an encoding (SQL_ASCII) can hold a broken sequence; its bytes pass as they are.
            buffer.Append(utf8[0]);
            return 1;
        }
        var offset = (((utf8[0] & 0x07) << 18) | ((utf8[1] & 0x3F) << 12) | ((utf8[2] & 0x3F) << 6) | (utf8[3] & 0x3F)) - 0x10000;
        var escape = buffer.Reserve(SurrogatePairEscape);
        WriteUnicode(escape, 0xD800 + (offset >> 10));
        WriteUnicode(escape[UnicodeEscape..], 0xDC00 + (offset & 0x3FF));
        buffer.Advance(SurrogatePairEscape);
        return FourByteSequence;
    }

    static void WriteUnicode(Span<byte> destination, int unit)
    {
        var digits = "0123456789ABCDEF"u8;
        (destination[0], destination[1]) = ((byte)'\\', (byte)'u');
        (destination[2], destination[3]) = (digits[(unit >> 12) & 0xF], digits[(unit >> 8) & 0xF]);
        (destination[4], destination[5]) = (digits[(unit >> 4) & 0xF], digits[unit & 0xF]);
    }

    static IEnumerable<byte> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(value => (byte)value);
}
