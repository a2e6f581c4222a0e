namespace Streams;

/// <summary>What a pipeline file may at most be: pipelines come from people and tools, and are read by a running service.</summary>
public static class PipelineLimits
{
    /// <summary>Largest file, in bytes: twice what 1,000 filters in the flat JSON form take.</summary>
    public const int MaxFileBytes = 2 * 1024 * 1024;

    /// <summary>Most files in a pipeline folder.</summary>
    public const int MaxFiles = 100;

    /// <summary>Most filters of a pipeline.</summary>
    public const int MaxFilters = 1_000;

    /// <summary>Most sources of a pipeline.</summary>
    public const int MaxSources = 20;

    /// <summary>Most joins of a pipeline: each has topics and state of its own.</summary>
    public const int MaxJoins = 100;

    /// <summary>Most columns of a join's output: its state holds all of them for each row.</summary>
    public const int MaxColumns = 100;

    /// <summary>Longest <c>wait</c> of a join: rows that wait longer are no stream any more.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromHours(24);

    /// <summary>Shortest <c>keep</c> of a join: less would forget rows while their other side is on its way.</summary>
    public static readonly TimeSpan MinKeep = TimeSpan.FromMinutes(1);

    /// <summary>Longest <c>keep</c> of a join; for ever is leaving it out.</summary>
    public static readonly TimeSpan MaxKeep = TimeSpan.FromDays(3_650);

    /// <summary>Shortest <c>keep</c> of a dedupe: a duplicate comes no sooner than a capture starts again.</summary>
    public static readonly TimeSpan MinDedupe = TimeSpan.FromSeconds(1);

    /// <summary>Longest <c>keep</c> of a dedupe: its state holds every id for so long.</summary>
    public static readonly TimeSpan MaxDedupe = TimeSpan.FromDays(30);

    /// <summary>Longest name of a deduplicated topic, in characters: the name of its changelog has more.</summary>
    public const int MaxDedupedTopicLength = 200;

    /// <summary>Deepest nesting of conditions: all, any and not.</summary>
    public const int MaxConditionDepth = 16;

    /// <summary>Most conditions in one list.</summary>
    public const int MaxConditions = 200;

    /// <summary>Most values of in and notIn.</summary>
    public const int MaxValues = 1_000;

    /// <summary>
    /// Most entities of an event for fields of every entity: SQL has no loop, so the generated statement asks each in turn. An event with
    /// more is a dead letter where a live filter has such a field.
    /// </summary>
    public const int MaxAnyEntities = 16;

    /// <summary>Longest literal or description, in characters.</summary>
    public const int MaxTextLength = 4_096;

    /// <summary>Longest id, name, owner or consumer, in characters.</summary>
    public const int MaxNameLength = 255;

    /// <summary>Longest topic name, in characters: Kafka's own limit.</summary>
    public const int MaxTopicLength = 249;

    /// <summary>Most cases in one file of cases.</summary>
    public const int MaxCases = 5_000;

    /// <summary>Deepest nesting of the YAML itself: each level of conditions takes two.</summary>
    public const int MaxYamlDepth = 2 * MaxConditionDepth + 16;

    /// <summary>Most values, keys included, in one file.</summary>
    public const int MaxYamlNodes = 200_000;

    /// <summary>Most problems reported of one file; the rest is left out, and said so.</summary>
    public const int MaxProblems = 100;
}
