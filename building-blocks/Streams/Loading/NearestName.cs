namespace Streams;

/// <summary>Finds the name that was probably meant.</summary>
static class NearestName
{
    /// <summary>More edits than this are another word, not a slip.</summary>
    const int MostEdits = 3;

    /// <summary>"; did you mean 'x'?", or "" when nothing is near.</summary>
    public static string Suggest(string written, IEnumerable<string> known)
    {
        if (written.Length > PipelineLimits.MaxNameLength) return "";
        var best = known
            .Select(name => (Name: name, Edits: Edits(written.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(candidate => candidate.Edits <= Math.Min(MostEdits, (candidate.Name.Length + 1) / 2))
            .OrderBy(candidate => candidate.Edits)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
        return best is null ? "" : $"; did you mean '{best}'?";
    }

    /// <summary>Levenshtein distance.</summary>
    static int Edits(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}
