namespace Streams;

/// <summary>
/// Files of cases: <c>car-finance.tests.yaml</c> holds those of <c>car-finance.yaml</c> beside it. They are files of their own, so that
/// routing neither reads them nor takes a new case for a new version of the pipeline, and filters that a tool wrote keep their form.
/// </summary>
public static class CaseFile
{
    const string Mark = ".tests";

    /// <summary>Whether a file holds cases, by its name.</summary>
    public static bool Is(string path) =>
        PipelineFolder.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
        && Path.GetFileNameWithoutExtension(path).EndsWith(Mark, StringComparison.OrdinalIgnoreCase);

    /// <summary>The files of cases of a pipeline that are there.</summary>
    public static IEnumerable<string> Of(string pipeline) => PipelineFolder.Extensions
        .Select(extension => Path.ChangeExtension(pipeline, Mark + extension))
        .Where(file => File.Exists(file) && IsOf(file, pipeline));

    /// <summary>Whether a file's cases are of a pipeline.</summary>
    public static bool IsOf(string path, string pipeline) =>
        Pipeline(path) is { } found && Path.GetFullPath(found) == Path.GetFullPath(pipeline);

    /// <summary>The pipeline that a file's cases are of; null when it is not there.</summary>
    public static string? Pipeline(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path)[..^Mark.Length];
        return PipelineFolder.Extensions.Select(extension => Path.Join(Path.GetDirectoryName(path), name + extension))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Reads one file. Never throws for what the file is or says: whatever is wrong is a problem.</summary>
    /// <param name="path">The file.</param>
    /// <param name="filters">The filters that cases may name; null when they are not known.</param>
    public static CaseReading Read(string path, IReadOnlyList<Filter>? filters)
    {
        var problems = new ProblemList(path);
        return SourceText.Load(path, problems) is { } bytes ? Parse(path, bytes, filters) : new CaseReading([], problems.All);
    }

    /// <summary>Reads a file's bytes; <paramref name="file"/> is only its name.</summary>
    public static CaseReading Parse(string file, ReadOnlySpan<byte> bytes, IReadOnlyList<Filter>? filters)
    {
        var problems = new ProblemList(file);
        var root = SourceText.Decode(bytes, problems) is { } text ? new YamlTree(problems).Read(text) : null;
        var cases = root is null ? [] : new CaseReader(problems, filters).Read(root);
        return new CaseReading(problems.HasErrors ? [] : cases, problems.All);
    }
}
