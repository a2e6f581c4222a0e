using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace State;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4), in the processor's instruction where it has one.</summary>
internal static class Checksum
{
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Append(~0u, bytes);

    /// <summary>The checksum and length of a file.</summary>
    public static (uint Checksum, long Length) OfFile(string path)
    {
        using var file = File.OpenHandle(path);
        return OfFile(file);
    }

    /// <summary>The checksum and length of an open file.</summary>
    public static (uint Checksum, long Length) OfFile(SafeFileHandle file)
    {
        var buffer = new byte[64 * 1024];
        var crc = ~0u;
        var length = 0L;
        while (RandomAccess.Read(file, buffer, length) is > 0 and var read)
        {
            crc = Append(crc, buffer.AsSpan(0, read));
            length += read;
        }
        return (~crc, length);
    }

    static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (var each in bytes) crc = BitOperations.Crc32C(crc, each);
        return crc;
    }
}
