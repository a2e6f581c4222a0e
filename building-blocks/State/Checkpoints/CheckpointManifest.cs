using System.Buffers.Binary;
using System.Text;

namespace State;

/// <summary>A file that a checkpoint needs: its path below the store's folder with '/', its length and its checksum.</summary>
internal sealed record CheckpointFile(string Path, long Length, uint Checksum);

/// <summary>
/// What one checkpoint is. As a file, numbers little-endian: "TCKP", version byte 2, number u64, token 16 bytes, index token 16 bytes,
/// page, segment, begin, tail, entries and live bytes u64 each, pages u32 with a checksum u32 each, last sector length u32 and bytes, files
/// u32 with (path length u16, path UTF-8, length u64, checksum u32) each, metadata length u32 and bytes, CRC-32C u32 of all before it.
/// Version 1 has no index token: its index has the token of the log.
/// </summary>
/// <param name="Number">Counts checkpoints of a store; the highest is the newest.</param>
/// <param name="Token">FASTER's name for its log.</param>
/// <param name="IndexToken">FASTER's name for its index.</param>
/// <param name="PageBytes">The page size that the log was written with.</param>
/// <param name="SegmentBytes">The segment size that the log was written with.</param>
/// <param name="Begin">The log address before which nothing is alive.</param>
/// <param name="Tail">The log address at which it ends.</param>
/// <param name="Entries">Keys with a value.</param>
/// <param name="LiveBytes">Bytes of their records.</param>
/// <param name="Pages">A checksum of each page of the log from begin to tail.</param>
/// <param name="LastSector">The log's bytes after its last full sector.</param>
/// <param name="Files">Files beside the log.</param>
/// <param name="Metadata">The caller's bytes.</param>
internal sealed record CheckpointManifest(
    ulong Number, Guid Token, Guid IndexToken, long PageBytes, long SegmentBytes, long Begin, long Tail, long Entries, long LiveBytes,
    IReadOnlyList<uint> Pages, byte[] LastSector, IReadOnlyList<CheckpointFile> Files, byte[] Metadata)
{
    const byte Version = 2;
    const byte VersionWithoutIndex = 1;
    const int ChecksumBytes = sizeof(uint);
    const int FixedBytes = 4 + 1 + 8 + 16 + 6 * 8 + 4 * 4;

    static ReadOnlySpan<byte> Magic => "TCKP"u8;

    public byte[] Encode()
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(Number);
        writer.Write(Token.ToByteArray());
        writer.Write(IndexToken.ToByteArray());
        foreach (var number in (ReadOnlySpan<long>)[PageBytes, SegmentBytes, Begin, Tail, Entries, LiveBytes]) writer.Write(number);
        writer.Write(Pages.Count);
        foreach (var sum in Pages) writer.Write(sum);
        writer.Write(LastSector.Length);
        writer.Write(LastSector);
        writer.Write(Files.Count);
        foreach (var file in Files)
        {
            var path = Encoding.UTF8.GetBytes(file.Path);
            writer.Write((ushort)path.Length);
            writer.Write(path);
            writer.Write(file.Length);
            writer.Write(file.Checksum);
        }
        writer.Write(Metadata.Length);
        writer.Write(Metadata);
        writer.Write(Checksum.Of(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    /// <summary>The checkpoint that a file describes, or null when it is not whole, not right, or of a version not known here.</summary>
    public static CheckpointManifest? Decode(byte[] bytes)
    {
        if (bytes.Length < FixedBytes + ChecksumBytes || !bytes.AsSpan().StartsWith(Magic)) return null;
        var version = bytes[Magic.Length];
        if (version is not (Version or VersionWithoutIndex)) return null;
        var body = bytes.AsSpan(0, bytes.Length - ChecksumBytes);
        if (Checksum.Of(body) != BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(body.Length))) return null;

        // Its checksum is right, so what follows was written by Encode.
        using var reader = new BinaryReader(new MemoryStream(bytes, Magic.Length + 1, body.Length - Magic.Length - 1), Encoding.UTF8);
        var number = reader.ReadUInt64();
        var token = new Guid(reader.ReadBytes(16));
        var indexToken = version == VersionWithoutIndex ? token : new Guid(reader.ReadBytes(16));
        Span<long> numbers = stackalloc long[6];
        foreach (ref var each in numbers) each = reader.ReadInt64();
        var pages = new uint[reader.ReadInt32()];
        foreach (ref var sum in pages.AsSpan()) sum = reader.ReadUInt32();
        var lastSector = reader.ReadBytes(reader.ReadInt32());
        var files = new CheckpointFile[reader.ReadInt32()];
        foreach (ref var file in files.AsSpan())
        {
            var path = Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadUInt16()));
            file = new CheckpointFile(path, reader.ReadInt64(), reader.ReadUInt32());
        }
        var metadata = reader.ReadBytes(reader.ReadInt32());
        return new CheckpointManifest(
            number, token, indexToken, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], pages, lastSector, files,
            metadata);
    }
}
