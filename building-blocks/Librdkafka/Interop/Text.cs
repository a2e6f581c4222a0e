using System.Runtime.InteropServices;
using System.Text;

namespace Librdkafka;

/// <summary>C strings and time-outs.</summary>
internal static unsafe class Text
{
    internal static string From(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    internal static string From(ReadOnlySpan<byte> buffer)
    {
        int end = buffer.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? buffer : buffer[..end]);
    }

    internal static ReadOnlySpan<byte> Bytes(byte* text) => MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text);

    /// <summary>Whole milliseconds as librdkafka takes them: -1 is for ever, less than 1 ms but more than nothing is 1 ms.</summary>
    internal static int Milliseconds(TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return -1;
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        return (int)Math.Min(int.MaxValue, Math.Ceiling(timeout.TotalMilliseconds));
    }
}
