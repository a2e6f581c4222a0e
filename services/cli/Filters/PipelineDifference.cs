using Streams;

namespace Cli;

/// <summary>An event of which two versions of a filter make different things.</summary>
sealed record DifferentEvent(EventExample Event, Outcome Old, Outcome New);

/// <summary>One filter in two versions of a pipeline: what its settings say and what it makes of events.</summary>
sealed class FilterDifference(Filter? old, Filter? @new, int mostExamples)
{
    readonly FilterExplainer? _old = old is null ? null : new FilterExplainer(old);
    readonly FilterExplainer? _new = @new is null ? null : new FilterExplainer(@new);
    readonly List<DifferentEvent> _events = [];

    public string FilterId => (@new ?? old)!.Id;

    public bool IsAdded => old is null;

    public bool IsRemoved => @new is null;

    /// <summary>Events of which the versions make different things; for a filter that came or went, those that match it.</summary>
    public long Different { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<DifferentEvent> Events => _events;

    /// <summary>Settings that differ, in words; the conditions are compared by the events.</summary>
    public IReadOnlyList<string> Settings => old is null || @new is null ? [] :
    [
        .. Changed("live", FilterText.Life(old), FilterText.Life(@new)),
        .. Changed("topic", old.Topic, @new.Topic),
        .. Changed("outputTopic", old.OutputTopic, @new.OutputTopic),
        .. Changed("consumerId", old.ConsumerId, @new.ConsumerId),
    ];

    public bool IsDifference => IsAdded || IsRemoved || Different > 0 || Settings.Count > 0;

    public void Add(string place, ReadOnlySpan<byte> value)
    {
        var before = _old?.Judge(value) ?? Outcome.NoMatch;
        var after = _new?.Judge(value) ?? Outcome.NoMatch;
        var isDifferent = _old is null || _new is null ? before == Outcome.Match || after == Outcome.Match : before != after;
        if (!isDifferent) return;
        Different++;
        if (_events.Count < mostExamples)
            _events.Add(new DifferentEvent(EventExample.Of(place, value, _old?.Problem ?? _new?.Problem), before, after));
    }

    static IEnumerable<string> Changed(string setting, string old, string @new)
    {
        if (old != @new) yield return $"{setting}: {old} -> {@new}";
    }
}

/// <summary>Two versions of the same pipelines, filter by filter.</summary>
static class PipelineDifference
{
    /// <summary>In the order of the new version, then what is gone.</summary>
    public static IReadOnlyList<FilterDifference> Of(IReadOnlyList<Filter> old, IReadOnlyList<Filter> @new, int mostExamples)
    {
        var before = old.ToDictionary(filter => filter.Id);
        var after = @new.Select(filter => filter.Id).ToHashSet();
        return
        [
            .. @new.Select(filter => new FilterDifference(before.GetValueOrDefault(filter.Id), filter, mostExamples)),
            .. old.Where(filter => !after.Contains(filter.Id)).Select(filter => new FilterDifference(filter, null, mostExamples)),
        ];
    }
}
