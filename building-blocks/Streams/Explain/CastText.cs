using System.Globalization;
using System.Text;

namespace Streams;

/// <summary>Casts a text as conditions do and writes the value in one form: what two texts that are equal to a filter look like.</summary>
static class CastText
{
    /// <summary>Null when the cast fails. Years that ISO 8601 cannot write are shown as what is compared: milliseconds.</summary>
    public static string? Of(ScalarType type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> canonical = new byte[CanonicalText.MaxLength(bytes.Length)];
        if (CanonicalText.TryWrite(type, bytes, canonical, out var length)) return Encoding.UTF8.GetString(canonical[..length]);
        return type == ScalarType.Timestamp && InstantText.TryCast(bytes, out var milliseconds)
            ? $"{milliseconds.ToString(CultureInfo.InvariantCulture)} ms"
            : null;
    }
}
