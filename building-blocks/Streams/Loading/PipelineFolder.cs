namespace Streams;

/// <summary>What reading a folder gave: all pipelines in order of file name, and every problem of every file.</summary>
public sealed record FolderReading(IReadOnlyList<Pipeline> Pipelines, IReadOnlyList<Problem> Problems)
{
    /// <summary>The problems for which the pipelines cannot be used.</summary>
    public IEnumerable<Problem> Errors => Problems.Where(problem => problem.Severity == Severity.Error);

    /// <summary>The problems with which they can.</summary>
    public IEnumerable<Problem> Warnings => Problems.Where(problem => problem.Severity == Severity.Warning);
}

/// <summary>Reads every <c>.yaml</c>, <c>.yml</c> and <c>.json</c> file of a folder as one set of pipelines; files of cases are none.
/// </summary>
public static class PipelineFolder
{
    internal static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>The pipeline files of a folder in ordinal order; sub-folders are not looked into.</summary>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    public static IReadOnlyList<string> Files(string path) =>
        [.. Directory.EnumerateFiles(path)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase) && !CaseFile.Is(file))
            .Order(StringComparer.Ordinal)];

    /// <summary>Reads all files. Never throws for what the folder holds: whatever is wrong is a problem.</summary>
    public static FolderReading Read(string path)
    {
        IReadOnlyList<string> files;
        try
        {
            files = Files(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refuse(path, ProblemCodes.Unreadable, $"the pipeline folder cannot be read: {exception.Message}");
        }
        if (files.Count == 0) return Refuse(path, ProblemCodes.Unreadable, "the pipeline folder holds no .yaml, .yml or .json file");
        if (files.Count > PipelineLimits.MaxFiles)
            return Refuse(path, ProblemCodes.TooMuch, $"the pipeline folder holds {files.Count} files; at most {PipelineLimits.MaxFiles}");

        var readings = files.Select(PipelineFile.Read).ToList();
        var pipelines = readings.Select(reading => reading.Pipeline).OfType<Pipeline>().ToList();
        return new FolderReading(pipelines, [.. readings.SelectMany(reading => reading.Problems), .. Clashes(pipelines)]);
    }

    /// <summary>What is only wrong between files: ids used twice, a topic in two formats or deduplicated in two ways, one's output that
    /// another reads or a join does not have for itself.</summary>
    static IEnumerable<Problem> Clashes(IReadOnlyList<Pipeline> pipelines)
    {
        var filters = pipelines.SelectMany(pipeline => pipeline.Filters, (pipeline, filter) => (pipeline.File, Filter: filter)).ToList();
        var joins = pipelines.SelectMany(pipeline => pipeline.Joins, (pipeline, join) => (pipeline.File, Join: join)).ToList();
        (string File, string Id, string Output)[] all =
        [
            .. filters.Select(entry => (entry.File, entry.Filter.Id, entry.Filter.OutputTopic)),
            .. joins.Select(entry => (entry.File, entry.Join.Id, entry.Join.OutputTopic)),
        ];
        foreach (var group in all.GroupBy(entry => entry.Id))
            if (group.First().File != group.Last().File)
                yield return Error(group.Last().File, ProblemCodes.DuplicateId,
                    $"filter or join '{group.Key}' is also in {group.First().File}: ids are unique among all pipelines");

        foreach (var problem in Disagreements(pipelines)) yield return problem;

        (string File, string Topic)[] read =
        [
            .. filters.Select(entry => (entry.File, entry.Filter.Topic)),
            .. joins.SelectMany(entry => new[] { (entry.File, entry.Join.Many.Source.Topic), (entry.File, entry.Join.One.Source.Topic) }),
        ];
        foreach (var (file, id, output) in all)
            if (read.FirstOrDefault(entry => entry.Topic == output && entry.File != file) is { File: { } reader })
                yield return Error(file, ProblemCodes.Loop,
                    $"'{id}' writes '{output}', which {reader} reads: chains of pipelines are not supported");

        foreach (var (file, join) in joins)
            if (all.FirstOrDefault(entry => entry.Output == join.OutputTopic && entry.File != file) is { File: { } writer })
                yield return Error(file, ProblemCodes.WrongValue,
                    $"'{join.OutputTopic}' is written by join '{join.Id}' and by {writer}: a join needs a topic of its own");
    }

    static IEnumerable<Problem> Disagreements(IReadOnlyList<Pipeline> pipelines)
    {
        var sources = pipelines.SelectMany(pipeline => pipeline.Sources, (pipeline, source) => (pipeline.File, Source: source));
        foreach (var group in sources.GroupBy(entry => entry.Source.Topic))
        {
            var first = group.First();
            foreach (var (file, source) in group.Where(entry => entry.File != first.File))
            {
                if (source.Format != first.Source.Format)
                    yield return Error(file, ProblemCodes.WrongValue, $"'{group.Key}' is read in another format by {first.File}");
                if (SourceReader.Disagreement(source, first.Source) is { } message)
                    yield return Error(file, ProblemCodes.WrongValue, $"source '{source.Id}': in {first.File} {message}");
            }
        }
    }

    static Problem Error(string file, string code, string message) => new(code, Severity.Error, file, 1, 1, message);

    static FolderReading Refuse(string path, string code, string message) => new([], [Error(path, code, message)]);
}
