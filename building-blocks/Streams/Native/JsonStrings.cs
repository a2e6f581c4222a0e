using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Streams;

/// <summary>
/// Finds where a JSON string ends. An event inside a record is a string with an escape every few bytes, so blocks of 32 bytes are
/// searched for quotes, backslashes and control characters at once, and each hit costs a bit operation, not a new search.
/// </summary>
static class JsonStrings
{
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
        ref var first = ref MemoryMarshal.GetReference(json);
        while (at <= json.Length - Vector256<byte>.Count)
        {
            var block = Vector256.LoadUnsafe(ref first, (nuint)at);
            var special = Vector256.Equals(block, Vector256.Create((byte)'"')) | Vector256.Equals(block, Vector256.Create((byte)'\\'))
                | Vector256.LessThan(block, Vector256.Create((byte)' '));
            findings.Beyond7Bits |= block.ExtractMostSignificantBits();
            var hits = special.ExtractMostSignificantBits();
            var next = Vector256<byte>.Count;
            while (hits != 0)
            {
                var index = BitOperations.TrailingZeroCount(hits);
                var hit = at + index;
                if (json[hit] == '"') return hit;
                var length = EscapeLength(json, hit, ref findings);
                if (length == 0) return hit;
                next = index + length;
                if (next >= Vector256<byte>.Count) break;
                hits &= uint.MaxValue << next;
                next = Vector256<byte>.Count;
            }
            at += next;
        }
        return FindEndByByte(json, at, ref findings);
    }

    static int FindEndByByte(ReadOnlySpan<byte> json, int at, ref Findings findings)
    {
        while (at < json.Length)
        {
            var value = json[at];
            if (value == '"') return at;
            findings.Beyond7Bits |= (uint)value >> 7;
            var length = value is >= (byte)' ' and not (byte)'\\' ? 1 : EscapeLength(json, at, ref findings);
            if (length == 0) return at;
            at += length;
        }
        findings.Fault = JsonFault.UnexpectedEnd;
        return json.Length;
    }

    /// <summary>2 or 6 for an escape, 0 with a fault for a wrong one or a control character.</summary>
    static int EscapeLength(ReadOnlySpan<byte> json, int at, ref Findings findings)
    {
        findings.Escaped = true;
        findings.Fault = JsonFault.ControlCharacter;
        if (json[at] != '\\') return 0;

        findings.Fault = JsonFault.UnexpectedEnd;
        if (at + 1 >= json.Length) return 0;
        findings.Fault = JsonFault.None;
        var kind = json[at + 1];
        if (kind is (byte)'"' or (byte)'\\' or (byte)'n' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'r' or (byte)'t') return 2;
        if (kind == 'u' && at + 6 <= json.Length && IsHexadecimal(json.Slice(at + 2, 4))) return 6;
        findings.Fault = kind == 'u' && at + 6 > json.Length ? JsonFault.UnexpectedEnd : JsonFault.WrongEscape;
        return 0;
    }

    static bool IsHexadecimal(ReadOnlySpan<byte> digits)
    {
        foreach (var digit in digits)
            if (!char.IsAsciiHexDigit((char)digit)) return false;
        return true;
    }
}
