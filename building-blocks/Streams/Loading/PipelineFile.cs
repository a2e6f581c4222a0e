using System.Security.Cryptography;
using System.Text;

namespace Streams;

/// <summary>What reading a file gave: the pipeline when nothing was an error, and every problem.</summary>
public sealed record PipelineReading(Pipeline? Pipeline, IReadOnlyList<Problem> Problems);

/// <summary>Reads pipeline files: YAML, or JSON, which is YAML.</summary>
public static class PipelineFile
{
    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads one file. Never throws for what the file is or says: whatever is wrong is a problem.</summary>
    public static PipelineReading Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > PipelineLimits.MaxFileBytes) return TooLarge(path, file.Length);
            var bytes = new byte[PipelineLimits.MaxFileBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Parse(path, bytes.AsSpan(0, length));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, ProblemCodes.Unreadable, $"cannot be read: {exception.Message}");
        }
    }

    /// <summary>Reads a file's bytes; <paramref name="file"/> is only its name.</summary>
    public static PipelineReading Parse(string file, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > PipelineLimits.MaxFileBytes) return TooLarge(file, bytes.Length);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(bytes));
        string text;
        try
        {
            text = StrictUtf8.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException exception)
        {
            return Unreadable(file, ProblemCodes.Unreadable, $"not UTF-8 at byte {exception.Index}: save it as UTF-8");
        }
        var problems = new ProblemList(file);
        var root = new YamlTree(problems).Read(text);
        var pipeline = root is null ? null : new PipelineReader(problems).Read(root, fingerprint);
        return new PipelineReading(problems.HasErrors ? null : pipeline, problems.All);
    }

    static PipelineReading TooLarge(string file, long length) => Unreadable(file, ProblemCodes.TooMuch,
        $"the file has {length} bytes or more; at most {PipelineLimits.MaxFileBytes}: split the pipeline");

    static PipelineReading Unreadable(string file, string code, string message) =>
        new(null, [new Problem(code, Severity.Error, file, 1, 1, message)]);
}
