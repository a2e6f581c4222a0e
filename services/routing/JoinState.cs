using System.Text;
using Contracts;
using Librdkafka;
using Microsoft.AspNetCore.Http.HttpResults;
using Streams;

namespace Routing;

/// <summary>
/// The answer of <c>GET /state/{join}/{key}</c>: what a join's state holds of a row (its id is the key), or, where rows keep their join
/// key, of the rows that look a key up. 404: no such join or key, or its partition is with another instance; the answer says which.
/// </summary>
sealed record JoinState(string Join, string Key, int Partition, IReadOnlyList<JoinedRow> Rows)
{
    /// <summary>Rows of one answer at most.</summary>
    const int MostRows = 100;

    /// <summary>The loop answers between batches; while it restores or has no partition, it does not.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Results<Ok<JoinState>, NotFound<string>, StatusCodeHttpResult>> Of(
        string join, string key, PipelineCatalog catalog, TaskHost tasks, CancellationToken cancellationToken)
    {
        var found = catalog.Current.Pipelines
            .SelectMany(pipeline => pipeline.Joins, (pipeline, candidate) => (Pipeline: pipeline, Join: candidate))
            .FirstOrDefault(entry => entry.Join.Id == join && entry.Join.IsLive);
        if (found.Join is null) return TypedResults.NotFound($"No live join has the id '{join}'.");

        var names = new JoinNames(found.Pipeline.Name, join);
        var topic = found.Join.Many.IsOnMutable ? names.ByRowTopic : names.ByKeyTopic;
        var bytes = Encoding.UTF8.GetBytes(key);
        if (bytes.Length is 0 or > SideRecord.KeyBytes) return TypedResults.NotFound($"A key has 1 to {SideRecord.KeyBytes} bytes.");
        var partition = Murmur2.Partition(bytes, Topics.EventPartitions);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(Patience);
        try
        {
            var rows = await tasks.Rows(topic, partition, bytes, MostRows, waiting.Token);
            if (rows is null) return TypedResults.NotFound($"Partition {partition}, to which '{key}' belongs, is not with this instance.");
            return rows.Count == 0
                ? TypedResults.NotFound($"'{key}' has no row in '{join}'.")
                : TypedResults.Ok(new JoinState(join, key, partition, rows));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
