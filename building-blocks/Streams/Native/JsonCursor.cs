using System.Runtime.CompilerServices;

namespace Streams;

/// <summary>
/// Walks over JSON text once, checking all of RFC 8259's grammar, without recursion, exceptions or allocation. After a method returned
/// false, <see cref="Fault"/> and <see cref="At"/> say what was wrong and where.
/// </summary>
ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    /// <summary>Deepest nesting, the record's own object included: one bit each of a 64-bit word.</summary>
    public const int MaxDepth = 64;

    readonly ReadOnlySpan<byte> json = json;
    JsonStrings.Findings strings;

    /// <summary>The next byte to look at.</summary>
    public int At;

    public readonly JsonFault Fault => strings.Fault;

    public readonly bool IsAtEnd => At >= json.Length;

    /// <summary>Whether any string so far may hold bytes above 127, which are not yet checked to be UTF-8.</summary>
    public readonly bool MayHoldNonAscii => strings.Beyond7Bits != 0;

    /// <summary>The last string read has escapes.</summary>
    public readonly bool LastStringIsEscaped => strings.Escaped;

    public readonly byte Current => At < json.Length ? json[At] : (byte)0;

    public bool Fail(JsonFault fault)
    {
        strings.Fault = fault;
        return false;
    }

    public bool FailHere() => Fail(IsAtEnd ? JsonFault.UnexpectedEnd : JsonFault.UnexpectedByte);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SkipWhitespace()
    {
        if (Current > ' ') return;
        while (At < json.Length && json[At] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') At++;
    }

    /// <summary>Steps over one expected byte.</summary>
    public bool TakeByte(char expected)
    {
        if (Current != expected) return FailHere();
        At++;
        return true;
    }

    /// <summary>Steps over one expected byte and white space after it.</summary>
    public bool Take(char expected)
    {
        if (!TakeByte(expected)) return false;
        SkipWhitespace();
        return true;
    }

    /// <summary>Steps over a comma if a quote follows it at once, as between members without white space.</summary>
    public bool TakeCommaAndQuote()
    {
        if (At + 1 >= json.Length || json[At] != ',' || json[At + 1] != '"') return false;
        At++;
        return true;
    }

    /// <summary>Reads a string; <paramref name="start"/> and <paramref name="length"/> are of the bytes between the quotes.</summary>
    public bool TakeString(out int start, out int length)
    {
        start = At + 1;
        length = 0;
        if (Current != '"') return FailHere();
        At = JsonStrings.FindEnd(json, start, ref strings);
        if (strings.Fault != JsonFault.None) return false;
        length = At - start;
        At++;
        return true;
    }

    /// <summary>Reads an object key and its colon.</summary>
    public bool TakeKey(out int start, out int length)
    {
        if (!TakeString(out start, out length)) return false;
        SkipWhitespace();
        return Take(':');
    }

    /// <summary>Reads true, false, null or a number.</summary>
    public bool TakeLiteral() => Current switch
    {
        (byte)'t' => TakeWord("true"u8),
        (byte)'f' => TakeWord("false"u8),
        (byte)'n' => TakeWord("null"u8),
        _ => TakeNumber(),
    };

    bool TakeWord(ReadOnlySpan<byte> word)
    {
        foreach (var letter in word)
        {
            if (Current != letter) return FailHere();
            At++;
        }
        return true;
    }

    bool TakeNumber()
    {
        if (Current == '-') At++;
        if (Current == '0') At++;
        else if (!TakeDigits()) return false;
        if (Current == '.')
        {
            At++;
            if (!TakeDigits()) return false;
        }
        if (Current is not ((byte)'e' or (byte)'E')) return true;
        At++;
        if (Current is (byte)'+' or (byte)'-') At++;
        return TakeDigits();
    }

    bool TakeDigits()
    {
        var start = At;
        while (At < json.Length && char.IsAsciiDigit((char)json[At])) At++;
        return At > start || FailHere();
    }

    /// <summary>Steps over an object or array and everything in it; it is itself at level <paramref name="level"/>.</summary>
    public bool SkipComposite(int level)
    {
        ulong objects = 0;
        var open = 0;
        do
        {
            if (Current is (byte)'{' or (byte)'[')
            {
                if (level + open > MaxDepth) return Fail(JsonFault.TooDeep);
                objects = objects << 1 | (Current == '{' ? 1UL : 0UL);
                open++;
                At++;
                SkipWhitespace();
                if (Current != ((objects & 1) != 0 ? '}' : ']'))
                {
                    if ((objects & 1) != 0 && !TakeKey(out _, out _)) return false;
                    continue;
                }
            }
            else if (!(Current == '"' ? TakeString(out _, out _) : TakeLiteral())) return false;

            if (!CloseOrGoOn(ref objects, ref open)) return false;
        }
        while (open > 0);
        return true;
    }

    /// <summary>After a value: closes what ends here, and steps over the comma (and key) before the next value.</summary>
    bool CloseOrGoOn(ref ulong objects, ref int open)
    {
        while (open > 0)
        {
            SkipWhitespace();
            var isObject = (objects & 1) != 0;
            if (Current == ',')
            {
                At++;
                SkipWhitespace();
                return !isObject || TakeKey(out _, out _);
            }
            if (Current != (isObject ? '}' : ']')) return FailHere();
            At++;
            objects >>= 1;
            open--;
        }
        return true;
    }
}
