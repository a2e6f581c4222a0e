using System.Security.Cryptography;

namespace Streams;

/// <summary>What reading a file gave: the pipeline when nothing was an error, and every problem.</summary>
public sealed record PipelineReading(Pipeline? Pipeline, IReadOnlyList<Problem> Problems);

/// <summary>Reads pipeline files: YAML, or JSON, which is YAML.</summary>
public static class PipelineFile
{
    /// <summary>Reads one file. Never throws for what the file is or says: whatever is wrong is a problem.</summary>
    public static PipelineReading Read(string path)
    {
        var problems = new ProblemList(path);
        return SourceText.Load(path, problems) is { } bytes ? Parse(path, bytes) : new PipelineReading(null, problems.All);
    }

    /// <summary>Reads a file's bytes; <paramref name="file"/> is only its name.</summary>
    public static PipelineReading Parse(string file, ReadOnlySpan<byte> bytes)
    {
        var problems = new ProblemList(file);
        var root = SourceText.Decode(bytes, problems) is { } text ? new YamlTree(problems).Read(text) : null;
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var pipeline = root is null ? null : new PipelineReader(problems).Read(root, fingerprint);
        return new PipelineReading(problems.HasErrors ? null : pipeline, problems.All);
    }
}
