using System.Globalization;

namespace Streams;

/// <summary>
/// A deduplicated source as SQL: of each text in the field the first row by processing time, which Flink plans as rows that are only ever
/// added, so that topics of facts take them. Rows without the text are all there.
/// </summary>
/// <remarks>
/// How long a text is kept has no words in a query: Flink's hint for it is for joins and aggregations only. One setting holds for the whole
/// job, and is written where nothing but deduplication has state. Redriven records are no exception here: Flink has no dead letters.
/// </remarks>
static class DedupeSql
{
    const string ReadAt = "read_at";
    const string Place = "place_of_id";

    /// <summary>The field, as the type in which it is needed; nothing without dedupe.</summary>
    public static IEnumerable<(Field Field, ScalarType Type)> Needs(Dedupe? dedupe) =>
        dedupe is null ? [] : [(dedupe.By, ScalarType.String)];

    /// <summary>The view of a source's rows that count.</summary>
    /// <param name="dedupe">What the source says.</param>
    /// <param name="name">The view's name.</param>
    /// <param name="rows">The view of all rows.</param>
    /// <param name="createView">The words that create it.</param>
    public static string View(Dedupe dedupe, string name, string rows, string createView)
    {
        var (id, all) = (SqlColumns.Of(dedupe.By, ScalarType.String), SqlText.Name(rows));
        return $"""
            {createView} {SqlText.Name(name)} AS SELECT * FROM (
              SELECT *, ROW_NUMBER() OVER (PARTITION BY {id} ORDER BY {ReadAt} ASC) AS {Place}
              FROM (SELECT *, PROCTIME() AS {ReadAt} FROM {all} WHERE {id} IS NOT NULL))
            WHERE {Place} = 1
            UNION ALL SELECT *, PROCTIME(), CAST(1 AS BIGINT) FROM {all} WHERE {id} IS NULL;
            """;
    }

    /// <summary>How long texts are kept, as far as that can be said: nothing where nothing is deduplicated.</summary>
    /// <param name="sources">The sources that are read.</param>
    /// <param name="hasJoins">Whether joins have state in the same job.</param>
    public static IEnumerable<string> Settings(IEnumerable<Source> sources, bool hasJoins)
    {
        var deduplicated = sources.Where(source => source.Dedupe is not null).ToList();
        if (deduplicated.Count == 0) yield break;
        var longest = deduplicated.Max(source => source.Dedupe!.Keep);
        var setting = string.Create(CultureInfo.InvariantCulture, $"SET 'table.exec.state.ttl' = '{(long)longest.TotalMilliseconds} ms';");
        var kept = string.Join(", ", deduplicated.Select(source => $"{source.Id} {source.Dedupe!.Keep}"));
        yield return hasJoins
            ? SqlText.Comment($"Ids are kept for ever, not ({kept}): {setting} would forget rows of joins too.")
            : $"{SqlText.Comment($"How long ids are kept ({kept}): one time for the whole job, the longest.")}\n{setting}";
    }
}
