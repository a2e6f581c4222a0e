using Microsoft.AspNetCore.Http.HttpResults;
using Streams;

namespace Routing;

/// <summary>
/// The answer of <c>POST /tasks/savepoint</c>: a savepoint of each task that runs here, each told as soon as it is in storage. 409: there
/// is no storage; 503: no partition is with this instance, or it is restoring.
/// </summary>
static class TaskSavepoint
{
    /// <summary>The loop takes the request between batches; without partitions it does not.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Results<Ok<IAsyncEnumerable<SavedTask>>, Conflict<string>, StatusCodeHttpResult>> Of(
        RoutingOptions options, TaskHost tasks, CancellationToken cancellationToken)
    {
        if (options.Copies is null)
            return TypedResults.Conflict("Checkpoints are copied nowhere: set State__Checkpoints=s3://bucket/prefix and start again.");
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(Patience);
        try
        {
            return TypedResults.Ok(InOrderOfEnd(await tasks.Savepoint(waiting.Token)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    static async IAsyncEnumerable<SavedTask> InOrderOfEnd(IReadOnlyList<Task<SavedTask>> saved)
    {
        await foreach (var task in Task.WhenEach(saved)) yield return await task;
    }
}
