using System.Globalization;
using System.Text;
using Contracts;
using KafkaRider;
using Librdkafka;
using Streams;

namespace Routing;

/// <summary>
/// Routes the records of one batch after the other: to the topics of filters, and to the repartition topics of joins. Its buffers and
/// headers are made once; a record allocates nothing.
/// </summary>
sealed class BatchRouter
{
    /// <summary>Let the producer choose: by the key as Java's clients do, so that a key stays on one partition.</summary>
    const int ByKey = -1;

    /// <summary>No field tells duplicates.</summary>
    const int NoField = -1;

    static readonly byte[] RedrivenHeader = Encoding.UTF8.GetBytes(FaultHeaders.Redriven);

    const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    const int TimeLength = 24;

    readonly FilterSet set;
    readonly FilterEvaluator evaluator;
    readonly int idField;
    readonly HeaderToAdd[][] headers;
    readonly byte[] filteredAt = new byte[TimeLength];
    readonly long[] passed;

    /// <summary>By the number of a side's filter; null for filters of their own.</summary>
    readonly SideWriter?[] sides;

    /// <summary>Sides that are told of every record.</summary>
    readonly SideWriter[] tables;

    SeenIds? seen;
    long time;

    /// <param name="set">The filters, those of sides among them, and all fields that are read.</param>
    /// <param name="rekeyed">The sides.</param>
    /// <param name="dedupeBy">The field that tells duplicates; null: none are looked for.</param>
    public BatchRouter(FilterSet set, IReadOnlyList<RekeyedSide> rekeyed, Field? dedupeBy = null)
    {
        this.set = set;
        idField = dedupeBy is null ? NoField : set.NumberOf(dedupeBy);
        evaluator = set.NewEvaluator();
        passed = new long[set.Filters.Count];
        var writers = rekeyed.ToDictionary(side => side.Filter.Id, side => new SideWriter(side, set), StringComparer.Ordinal);
        tables = [.. rekeyed.Where(side => side.IsTable).Select(side => writers[side.Filter.Id])];
        sides = [.. set.Filters.Select(filter => writers.GetValueOrDefault(filter.Id))];
        var at = new HeaderToAdd(HeaderNames.FilteredAt, filteredAt);
        headers = [.. set.Filters.Select(filter => new[]
        {
            new HeaderToAdd(HeaderNames.FilterId, filter.Id),
            new HeaderToAdd(HeaderNames.ConsumerId, filter.ConsumerId),
            at,
        })];
    }

    /// <summary>Deletions of keys in this batch: they carry nothing to filter.</summary>
    public int Tombstones { get; private set; }

    public int Malformed { get; private set; }

    /// <summary>Records of this batch whose id was seen before.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Records that each filter let pass in this batch.</summary>
    public ReadOnlySpan<long> Passed => passed;

    /// <param name="now">The time of the batch.</param>
    /// <param name="seenIds">The ids of its partition; null where no duplicates are looked for.</param>
    public void Begin(DateTimeOffset now, SeenIds? seenIds = null)
    {
        (seen, time) = (seenIds, now.ToUnixTimeMilliseconds());
        now.UtcDateTime.TryFormat(filteredAt, out _, TimeFormat, CultureInfo.InvariantCulture);
        Array.Clear(passed);
        Tombstones = Malformed = Duplicates = 0;
    }

    public void Route(in Record record, IRecordOutput output)
    {
        if (record.ValueIsNull)
        {
            Tombstones++;
            TellSides(record, output);
            return;
        }
        var value = record.Value;
        if (!evaluator.Read(value))
        {
            Malformed++;
            output.DeadLetter(record, MalformedRecordException.Reason, new MalformedRecordException(evaluator.Problem!));
            return;
        }
        if (IsDuplicate(record, value))
        {
            Duplicates++;
            return;
        }
        evaluator.Filter(value);
        if (!evaluator.Matches.IsEmpty) Forward(record, value, output);
        TellSides(record, output);
    }

    public void End() => evaluator.ReportCounts();

    /// <summary>Every record that can be read marks its id, whatever filters and joins make of it; a redriven one passes, as not all of
    /// them have had it.</summary>
    bool IsDuplicate(in Record record, ReadOnlySpan<byte> value) =>
        seen is not null && evaluator.TryText(idField, value, out var id) && !seen.IsFirst(id, time)
        && !record.Headers.TryGetLast(RedrivenHeader, out _);

    void Forward(in Record record, ReadOnlySpan<byte> value, IRecordOutput output)
    {
        var routed = evaluator.Output(value);
        foreach (var filter in evaluator.Matches)
        {
            if (sides[filter] is null) output.Forward(record, set.Filters[filter].OutputTopic, ByKey, routed, headers[filter]);
            passed[filter]++;
        }
    }

    /// <summary>A record that some sides cannot take becomes one dead letter; the others have taken it.</summary>
    void TellSides(in Record record, IRecordOutput output)
    {
        NotJoinedException? problem = null;
        foreach (var table in tables) problem = table.Write(record, evaluator, output) ?? problem;
        foreach (var filter in record.ValueIsNull ? default : evaluator.Matches)
        {
            if (sides[filter] is { } side && !tables.Contains(side)) problem = side.Write(record, evaluator, output) ?? problem;
        }
        if (problem is not null) output.DeadLetter(record, problem.Reason, problem);
    }
}
