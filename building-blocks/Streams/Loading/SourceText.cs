using System.Text;

namespace Streams;

/// <summary>Reads files of the language as text: never more than a bound, and whatever is wrong is a problem of the file.</summary>
static class SourceText
{
    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    static readonly Place Start = new(1, 1);

    /// <summary>The file's bytes, at most one more than allowed, which <see cref="Decode"/> reports; null after reporting why there are
    /// none.</summary>
    public static byte[]? Load(string path, ProblemList problems)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[PipelineLimits.MaxFileBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return bytes[..length];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Error(ProblemCodes.Unreadable, Start, $"cannot be read: {exception.Message}");
            return null;
        }
    }

    /// <summary>The bytes as text; null after reporting why they are none.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, ProblemList problems)
    {
        if (bytes.Length > PipelineLimits.MaxFileBytes)
        {
            problems.Error(ProblemCodes.TooMuch, Start,
                $"the file has more than {PipelineLimits.MaxFileBytes} bytes: split the pipeline");
            return null;
        }
        try
        {
            return StrictUtf8.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException exception)
        {
            problems.Error(ProblemCodes.Unreadable, Start, $"not UTF-8 at byte {exception.Index}: save it as UTF-8");
            return null;
        }
    }
}
