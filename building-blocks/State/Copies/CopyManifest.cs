using System.Security.Cryptography;
using System.Text.Json;

namespace State;

/// <summary>A part of a file: its bytes are a blob that is named by their SHA-256, hexadecimal.</summary>
/// <param name="Path">The file, below the store's folder, with '/'.</param>
/// <param name="Offset">Where in the file.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Blob">The SHA-256 of the bytes.</param>
internal sealed record CopiedPart(string Path, long Offset, int Length, string Blob);

/// <summary>What a copy of a checkpoint is: JSON of these names. A copy counts once this is stored, after all that it names.</summary>
/// <param name="Format">Counted up when a member changes its meaning; <see cref="NewestFormat"/> is written.</param>
/// <param name="Checkpoint">The checkpoint's manifest as its file is (<see cref="CheckpointManifest"/>), base 64.</param>
/// <param name="Parts">What the checkpoint needs beside it.</param>
internal sealed record CopyManifest(int Format, byte[] Checkpoint, IReadOnlyList<CopiedPart> Parts)
{
    public const int NewestFormat = 1;

    const int HashLength = 32;

    static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web);

    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this, Names);

    /// <summary>The copy that bytes describe, or null when they are not whole, not right, or of a version not known here.</summary>
    public static CopyManifest? Decode(ReadOnlySpan<byte> bytes, string hash)
    {
        if (HashOf(bytes) != hash) return null;
        try
        {
            return JsonSerializer.Deserialize<CopyManifest>(bytes, Names) is { Format: NewestFormat } manifest ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What a copy's name says of its description.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => BlobOf(bytes)[..HashLength];

    /// <summary>The name of a part's bytes.</summary>
    public static string BlobOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
