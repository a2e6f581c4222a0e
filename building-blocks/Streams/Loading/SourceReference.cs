namespace Streams;

/// <summary>Reads which source something reads.</summary>
sealed class SourceReference(ProblemList problems, IReadOnlyList<Source> sources)
{
    /// <summary>The source that a mapping names; the only one where it names none.</summary>
    public Source? Read(MappingReader reader, string what)
    {
        if (!reader.Has("source"))
        {
            if (sources.Count > 1)
                problems.Error(ProblemCodes.MissingKey, reader.Place,
                    $"this pipeline has {sources.Count} sources: say which one the {what} reads with 'source'");
            return sources.Count == 1 ? sources[0] : null;
        }
        if (reader.Text("source", PipelineLimits.MaxNameLength) is not { } written) return null;
        var found = sources.FirstOrDefault(source => source.Id == written);
        if (found is null)
            problems.Error(ProblemCodes.UnknownReference, reader.PlaceOf("source"), $"no source has the id '{written}'" +
                $"{NearestName.Suggest(written, sources.Select(source => source.Id))}");
        return found;
    }
}
