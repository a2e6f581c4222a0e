using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Streams;

/// <summary>
/// Finds where a JSON string ends and checks its escapes, 64 bytes at a time. An event inside a record is a string with an escape every
/// few bytes, so escapes must cost nothing each: which bytes are escaped follows from the backslashes by one addition (an odd run escapes
/// the byte behind it), as in Langdale and Lemire, "Parsing Gigabytes of JSON per Second", section 3.1.1.
/// </summary>
static class JsonStrings
{
    const int VectorLength = 32;
    const int BlockLength = 2 * VectorLength;
    const ulong EvenBits = 0x5555_5555_5555_5555;
    const int ShortEscapeLength = 2;
    const int UnicodeEscapeLength = 6;

    /// <summary>What was met on the way, over all strings of a record.</summary>
    public ref struct Findings
    {
        /// <summary>This string has escapes.</summary>
        public bool Escaped;

        /// <summary>Some bit is set when some string may have bytes above 127.</summary>
        public uint Beyond7Bits;

        public JsonFault Fault;
    }

    /// <summary>The position of the closing quote, given that of the first byte; on a fault the position of the fault.</summary>
    public static int FindEnd(ReadOnlySpan<byte> json, int at, ref Findings findings)
    {
        findings.Escaped = false;
        if (at <= json.Length - VectorLength)
        {
            // Most strings are short and plain.
            var vector = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(json), (nuint)at);
            var special = (Vector256.Equals(vector, Vector256.Create((byte)'"')) | Vector256.Equals(vector, Vector256.Create((byte)'\\'))
                | Vector256.LessThan(vector, Vector256.Create((byte)' '))).ExtractMostSignificantBits();
            var end = at + BitOperations.TrailingZeroCount(special);
            if (special != 0 && json[end] == '"')
            {
                findings.Beyond7Bits |= vector.ExtractMostSignificantBits();
                return end;
            }
        }
        return FindEndByBlock(json, at, ref findings);
    }

    static int FindEndByBlock(ReadOnlySpan<byte> json, int at, ref Findings findings)
    {
        ref var first = ref MemoryMarshal.GetReference(json);
        var escapedFirst = 0UL;
        for (; at <= json.Length - BlockLength; at += BlockLength)
        {
            var low = Vector256.LoadUnsafe(ref first, (nuint)at);
            var high = Vector256.LoadUnsafe(ref first, (nuint)(at + VectorLength));
            var quotes = Positions(low, high, (byte)'"');
            var backslashes = Positions(low, high, (byte)'\\');
            var controls = Vector256.LessThan(low, Vector256.Create((byte)' ')).ExtractMostSignificantBits()
                | (ulong)Vector256.LessThan(high, Vector256.Create((byte)' ')).ExtractMostSignificantBits() << VectorLength;
            findings.Beyond7Bits |= (low | high).ExtractMostSignificantBits();

            var escaped = (backslashes | escapedFirst) == 0 ? 0 : Escaped(backslashes, ref escapedFirst);
            var ends = quotes & ~escaped;
            var inside = ends == 0 ? ulong.MaxValue : (ends & (ulong)-(long)ends) - 1;
            findings.Escaped |= (backslashes & inside) != 0;
            var odd = (controls | escaped & ~(quotes | backslashes)) & inside;
            if (odd != 0 && FirstWrong(json, at, odd, escaped, ref findings) is >= 0 and var wrong) return wrong;
            if (ends != 0) return at + BitOperations.TrailingZeroCount(ends);
        }
        return FindEndByByte(json, at - (int)escapedFirst, ref findings);
    }

    static ulong Positions(Vector256<byte> low, Vector256<byte> high, byte value) =>
        Vector256.Equals(low, Vector256.Create(value)).ExtractMostSignificantBits()
        | (ulong)Vector256.Equals(high, Vector256.Create(value)).ExtractMostSignificantBits() << VectorLength;

    /// <summary>The bytes that an odd run of backslashes stands before; a run may have begun in the block before.</summary>
    static ulong Escaped(ulong backslashes, ref ulong escapedFirst)
    {
        var starters = backslashes & ~escapedFirst;
        var followers = starters << 1 | escapedFirst;
        var oddStarts = starters & ~EvenBits & ~followers;
        var sum = oddStarts + starters;
        escapedFirst = sum < starters ? 1UL : 0UL;
        return (EvenBits ^ sum << 1) & followers;
    }

    /// <summary>The first of some suspicious bytes that is a control character or wrong behind a backslash; -1 if none is.</summary>
    static int FirstWrong(ReadOnlySpan<byte> json, int at, ulong suspicious, ulong escaped, ref Findings findings)
    {
        for (; suspicious != 0; suspicious &= suspicious - 1)
        {
            var index = BitOperations.TrailingZeroCount(suspicious);
            var backslash = at + index - 1;
            if ((escaped >> index & 1) == 0)
            {
                findings.Fault = JsonFault.ControlCharacter;
                return at + index;
            }
            if (EscapeLength(json, backslash, ref findings) == 0) return backslash;
        }
        return -1;
    }

    static int FindEndByByte(ReadOnlySpan<byte> json, int at, ref Findings findings)
    {
        while (at < json.Length)
        {
            var value = json[at];
            if (value == '"') return at;
            findings.Beyond7Bits |= (uint)value >> 7;
            var length = 1;
            if (value == '\\')
            {
                findings.Escaped = true;
                length = EscapeLength(json, at, ref findings);
                if (length == 0) return at;
            }
            else if (value < ' ')
            {
                findings.Fault = JsonFault.ControlCharacter;
                return at;
            }
            at += length;
        }
        findings.Fault = JsonFault.UnexpectedEnd;
        return json.Length;
    }

    /// <summary>The length of the escape at a backslash; 0 with a fault for a wrong one.</summary>
    static int EscapeLength(ReadOnlySpan<byte> json, int at, ref Findings findings)
    {
        var isWhole = at + 1 < json.Length;
        if (isWhole && IsShortEscape(json[at + 1])) return ShortEscapeLength;
        if (isWhole && json[at + 1] == 'u')
        {
            isWhole = at + UnicodeEscapeLength <= json.Length;
            if (isWhole && IsHexadecimal(json.Slice(at + 2, 4))) return UnicodeEscapeLength;
        }
        findings.Fault = isWhole ? JsonFault.WrongEscape : JsonFault.UnexpectedEnd;
        return 0;
    }

    static bool IsShortEscape(byte kind) =>
        kind is (byte)'"' or (byte)'\\' or (byte)'n' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'r' or (byte)'t';

    static bool IsHexadecimal(ReadOnlySpan<byte> digits)
    {
        foreach (var digit in digits)
            if (!char.IsAsciiHexDigit((char)digit)) return false;
        return true;
    }
}
