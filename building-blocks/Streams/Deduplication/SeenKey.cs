using System.Buffers.Text;
using System.Security.Cryptography;

namespace Streams;

/// <summary>
/// An id as a key of the state: a byte that names the form, then the id in few bytes; different ids have different keys. A uuid takes 16,
/// other texts their own, and one that is longer than <see cref="LongestText"/> its SHA-256.
/// </summary>
static class SeenKey
{
    /// <summary>Bytes of an id that is kept as it is, at most.</summary>
    public const int LongestText = 64;

    /// <summary>Bytes of a key at most.</summary>
    public const int MostBytes = 1 + LongestText;

    // Written to disk: the numbers never change.
    const byte TextForm = 1;
    const byte UuidForm = 2;
    const byte HashForm = 3;

    const int UuidText = 36;
    const int UuidBytes = 16;

    /// <summary>Writes the key of an id.</summary>
    /// <returns>Its bytes.</returns>
    public static int Write(ReadOnlySpan<byte> id, Span<byte> destination)
    {
        if (TryUuid(id, out var uuid))
        {
            destination[0] = UuidForm;
            uuid.TryWriteBytes(destination[1..], bigEndian: true, out _);
            return 1 + UuidBytes;
        }
        if (id.Length <= LongestText)
        {
            destination[0] = TextForm;
            id.CopyTo(destination[1..]);
            return 1 + id.Length;
        }
        destination[0] = HashForm;
        return 1 + SHA256.HashData(id, destination[1..]);
    }

    /// <summary>Only the text that .NET writes of a uuid: texts compare as bytes, so one in upper case is another id.</summary>
    static bool TryUuid(ReadOnlySpan<byte> id, out Guid uuid)
    {
        uuid = default;
        if (id.Length != UuidText || !Utf8Parser.TryParse(id, out uuid, out var length) || length != UuidText) return false;
        Span<byte> text = stackalloc byte[UuidText];
        return Utf8Formatter.TryFormat(uuid, text, out _) && text.SequenceEqual(id);
    }
}
