using System.Runtime.InteropServices;
using System.Text.Json;

namespace Cli;

/// <summary>Files of events, from anyone: bounded, and never trusted to be JSON.</summary>
static class EventFile
{
    /// <summary>Largest file, in bytes: more than any record that Kafka takes by default.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    const string StandardInput = "-";
    const int MaxDepth = 64;

    /// <summary>A file's bytes; <c>-</c> is standard input.</summary>
    /// <exception cref="IOException">It cannot be read, or is too large.</exception>
    public static async Task<byte[]> Read(string path, CancellationToken cancellationToken)
    {
        await using var stream = path == StandardInput ? Console.OpenStandardInput() : File.OpenRead(path);
        var bytes = new byte[MaxBytes + 1];
        // A terminal that nobody types at does not notice the cancellation by itself.
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)
            .AsTask().WaitAsync(cancellationToken);
        if (length > MaxBytes) throw new IOException($"{path} has more than {MaxBytes} bytes: give fewer events at a time.");
        return bytes[..length];
    }

    /// <summary>
    /// The events in a file: one JSON value a line; or one JSON array of them; or a single one. Lines that are no JSON are events too,
    /// which no filter can read.
    /// </summary>
    /// <param name="path">Its name, for places.</param>
    /// <param name="bytes">What it holds.</param>
    public static IEnumerable<(string Place, ReadOnlyMemory<byte> Value)> Events(string path, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        var firstLine = bytes.Span.IndexOf((byte)'\n');
        using var first = firstLine < 0 ? null : Parse(bytes[..firstLine]);
        using var whole = first?.RootElement.ValueKind == JsonValueKind.Object ? null : Parse(bytes);
        if (whole is null)
        {
            foreach (var line in Lines(path, bytes)) yield return line;
        }
        else if (whole.RootElement.ValueKind != JsonValueKind.Array)
        {
            yield return (path, bytes);
        }
        else
        {
            foreach (var (index, element) in whole.RootElement.EnumerateArray().Index())
                yield return ($"{path}[{index}]", JsonMarshal.GetRawUtf8Value(element).ToArray());
        }
    }

    static IEnumerable<(string Place, ReadOnlyMemory<byte> Value)> Lines(string path, ReadOnlyMemory<byte> bytes)
    {
        for (var number = 1; !bytes.IsEmpty; number++)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (!line.Span.Trim(" \t\r"u8).IsEmpty) yield return ($"{path}:{number}", line);
        }
    }

    static JsonDocument? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
