namespace Streams;

/// <summary>Reads a boolean: exactly <c>true</c> or <c>false</c>, as JSON writes it.</summary>
static class BooleanText
{
    public static bool TryCast(ReadOnlySpan<byte> text, out bool value)
    {
        value = text.SequenceEqual("true"u8);
        return value || text.SequenceEqual("false"u8);
    }
}
