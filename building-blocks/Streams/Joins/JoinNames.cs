using Contracts;

namespace Streams;

/// <summary>The names of what a running join has beside its output: topics and stores.</summary>
/// <param name="pipeline">The pipeline's name.</param>
/// <param name="join">The join's id.</param>
public sealed class JoinNames(string pipeline, string join)
{
    /// <summary>Records of both sides by join key.</summary>
    public string ByKeyTopic { get; } = Topics.Repartition(pipeline, join);

    /// <summary>Rows, and answers to them, by row id: of joins with a mutable key.</summary>
    public string ByRowTopic { get; } = Topics.RowsRepartition(pipeline, join);

    /// <summary>State of the tasks by join key.</summary>
    public string ByKeyStore { get; } = $"{pipeline}-{join}";

    /// <summary>State of the tasks by row id.</summary>
    public string ByRowStore { get; } = $"{pipeline}-{join}-rows";

    /// <summary>The changelog of a store.</summary>
    /// <param name="application">The consumer group of the service that runs the join.</param>
    /// <param name="store">The store's name.</param>
    public static string Changelog(string application, string store) => Topics.Changelog(application, store);
}
