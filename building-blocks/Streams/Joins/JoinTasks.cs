using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using State;

namespace Streams;

/// <summary>The tasks of a join.</summary>
public static class JoinTasks
{
    /// <summary>Counted up whenever the same file means another state.</summary>
    const int Form = 3;

    /// <summary>The stages after the first one, which runs beside the filters (<see cref="RekeyedSide"/>).</summary>
    /// <param name="pipeline">The pipeline's name.</param>
    /// <param name="join">The join.</param>
    /// <param name="time">For <c>wait</c> and <c>keep</c>.</param>
    public static IReadOnlyList<TaskDefinition> Of(string pipeline, Join join, TimeProvider time)
    {
        var names = new JoinNames(pipeline, join.Id);
        var fingerprint = Fingerprint(join);
        if (join.Type == JoinType.AsOfProcessingTime) return [ByKey(state => new LookupStage(join, state, time), isOrderFree: false)];
        if (!join.Many.IsOnMutable) return [ByKey(state => new JoinStage(join, state, time))];
        return
        [
            ByKey(state => new SubscriptionStage(join, names, state, time)),
            new(names.ByRowTopic, names.ByRowStore, fingerprint, (state, _) => new RowStage(join, names, state, time))
            {
                IsOrderFree = true,
            },
        ];

        TaskDefinition ByKey(Func<IKeyedState, ITaskStage> create, bool isOrderFree = true) =>
            new(names.ByKeyTopic, names.ByKeyStore, fingerprint, (state, _) => create(state)) { IsOrderFree = isOrderFree };
    }

    /// <summary>
    /// What state and records between stages depend on: which keys, which columns in which order, which meaning. Names in the output,
    /// conditions, waits and owners may change and state stays right for what comes.
    /// </summary>
    internal static string Fingerprint(Join join)
    {
        var (many, one) = (join.Many, join.One);
        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"{Form} {join.Type} {many.Key} {many.On} {many.IsOnMutable} {one.Key} {Text(many.Source)} {Text(one.Source)}"));
        foreach (var column in join.Columns.Where(column => column.Origin != JoinOrigin.Constant))
            text.Append(CultureInfo.InvariantCulture, $"\n{column.Origin} {column.Field} {column.Type}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Frozen, as fingerprints of state out there are of it. Dedupe is not in it: which records come does not matter.</summary>
    static string Text(Source source) =>
        $"Source {{ Id = {source.Id}, Topic = {source.Topic}, Format = {source.Format}, Kind = {source.Kind} }}";
}
