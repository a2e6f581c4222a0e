using System.Globalization;
using Contracts;
using KafkaRider;
using Librdkafka;
using Streams;

namespace Routing;

/// <summary>Routes the records of one batch after the other. Its buffers and headers are made once; a record allocates nothing.</summary>
sealed class BatchRouter
{
    /// <summary>Let the producer choose: by the key as Java's clients do, so that a key stays on one partition.</summary>
    const int ByKey = -1;

    const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    const int TimeLength = 24;

    readonly FilterSet set;
    readonly FilterEvaluator evaluator;
    readonly HeaderToAdd[][] headers;
    readonly byte[] filteredAt = new byte[TimeLength];
    readonly long[] passed;

    public BatchRouter(FilterSet set)
    {
        this.set = set;
        evaluator = set.NewEvaluator();
        passed = new long[set.Filters.Count];
        var time = new HeaderToAdd(HeaderNames.FilteredAt, filteredAt);
        headers = [.. set.Filters.Select(filter => new[]
        {
            new HeaderToAdd(HeaderNames.FilterId, filter.Id),
            new HeaderToAdd(HeaderNames.ConsumerId, filter.ConsumerId),
            time,
        })];
    }

    /// <summary>Deletions of keys in this batch: they carry nothing to filter.</summary>
    public int Tombstones { get; private set; }

    public int Malformed { get; private set; }

    /// <summary>Records that each filter let pass in this batch.</summary>
    public ReadOnlySpan<long> Passed => passed;

    public void Begin(DateTimeOffset now)
    {
        now.UtcDateTime.TryFormat(filteredAt, out _, TimeFormat, CultureInfo.InvariantCulture);
        Array.Clear(passed);
        Tombstones = Malformed = 0;
    }

    public void Route(in Record record, IRecordOutput output)
    {
        if (record.ValueIsNull)
        {
            Tombstones++;
            return;
        }
        var value = record.Value;
        if (!evaluator.Evaluate(value))
        {
            Malformed++;
            output.DeadLetter(record, MalformedRecordException.Reason, new MalformedRecordException(evaluator.Problem!));
            return;
        }
        if (evaluator.Matches.IsEmpty) return;
        var routed = evaluator.Output(value);
        foreach (var filter in evaluator.Matches)
        {
            output.Forward(record, set.Filters[filter].OutputTopic, ByKey, routed, headers[filter]);
            passed[filter]++;
        }
    }

    public void End() => evaluator.ReportCounts();
}
