using Streams;

namespace Cli;

/// <summary>What a path of the command line holds: a pipeline file, a file of cases, or a folder of both.</summary>
/// <param name="Pipelines">Those without errors.</param>
/// <param name="Cases">Their cases.</param>
/// <param name="Problems">Of all files.</param>
sealed record PipelinePath(IReadOnlyList<Pipeline> Pipelines, IReadOnlyList<FilterCase> Cases, IReadOnlyList<Problem> Problems)
{
    public bool HasErrors => Problems.Any(problem => problem.Severity == Severity.Error);

    /// <summary>The pipelines of a path, for commands that need them to be right.</summary>
    /// <exception cref="BrokenPipelineException">One has an error.</exception>
    public static IReadOnlyList<Pipeline> Usable(string path)
    {
        var reading = Directory.Exists(path) ? PipelineFolder.Read(path) : Folder(PipelineFile.Read(path));
        return reading.Errors.Any() ? throw new BrokenPipelineException([.. reading.Errors]) : reading.Pipelines;
    }

    /// <summary>Everything in several paths, each file once. Never throws for what they are: whatever is wrong is a problem.</summary>
    public static PipelinePath Read(IEnumerable<string> paths)
    {
        var readings = paths.Select(Read).ToList();
        return new PipelinePath(
            [.. readings.SelectMany(reading => reading.Pipelines).DistinctBy(pipeline => Path.GetFullPath(pipeline.File))],
            [.. readings.SelectMany(reading => reading.Cases).DistinctBy(given => (Path.GetFullPath(given.File), given.Line, given.Name))],
            [.. readings.SelectMany(reading => reading.Problems).Distinct()]);
    }

    static PipelinePath Read(string path)
    {
        if (Directory.Exists(path)) return WithCases(PipelineFolder.Read(path), CaseFiles(path));
        if (!CaseFile.Is(path)) return WithCases(Folder(PipelineFile.Read(path)), CaseFile.Of(path));
        return CaseFile.Pipeline(path) is { } pipeline
            ? WithCases(Folder(PipelineFile.Read(pipeline)), [path])
            : WithCases(new FolderReading([], []), [path]);
    }

    static FolderReading Folder(PipelineReading file) => new(file.Pipeline is null ? [] : [file.Pipeline], file.Problems);

    static PipelinePath WithCases(FolderReading reading, IEnumerable<string> files)
    {
        var cases = files.Select(file => ReadCases(file, reading.Pipelines)).ToList();
        return new PipelinePath(
            reading.Pipelines,
            [.. cases.SelectMany(file => file.Cases)],
            [.. reading.Problems, .. cases.SelectMany(file => file.Problems)]);
    }

    static CaseReading ReadCases(string file, IReadOnlyList<Pipeline> pipelines)
    {
        if (CaseFile.Pipeline(file) is not null)
            return CaseFile.Read(file, pipelines.FirstOrDefault(pipeline => CaseFile.IsOf(file, pipeline.File))?.Filters);
        var problem = new Problem(ProblemCodes.UnknownReference, Severity.Error, file, 1, 1,
            "there is no pipeline of that name beside these cases: name the file after the pipeline, as in car-finance.tests.yaml");
        return new CaseReading([], [problem]);
    }

    /// <summary>None when the folder cannot be listed, which its reading says.</summary>
    static IReadOnlyList<string> CaseFiles(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Where(CaseFile.Is).Order(StringComparer.Ordinal).Take(PipelineLimits.MaxFiles)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
