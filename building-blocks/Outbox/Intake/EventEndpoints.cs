using System.Diagnostics;
using System.Threading.RateLimiting;
using Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Outbox;

/// <summary>The endpoints that take events: one by one, and in bulk.</summary>
sealed class EventEndpoints<TContext>(
    EventCheck check, EventRecorder<TContext> recorder, EventGroups<TContext> groups, DatabaseGate<TContext> gate, TimeProvider time)
    : IDisposable
    where TContext : DbContext
{
    const string Path = "/api/v1/events";

    readonly ConcurrencyLimiter _bulks = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = DatabaseLimits.MaxConcurrentBulks,
        QueueLimit = DatabaseLimits.MaxWaitingBulks,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, (Delegate)PostOne).WithName("PostEvent").WithTags("events").WithSummary("Records one event")
            .WithMetadata(RequestExamples.Events);
        routes.MapPost($"{Path}/bulk", (Delegate)PostBulk).WithName("PostEvents").WithTags("events")
            .WithSummary($"Records up to {Limits.MaxBulkEvents} events, all or none").WithMetadata(RequestExamples.Bulk);
        routes.MapGet($"{Path}/{{uuid}}", GetOne).WithName("GetEvent").WithTags("events").WithSummary("An event as it is stored");
    }

    public void Dispose() => _bulks.Dispose();

    async Task<IResult> PostOne(HttpContext context)
    {
        var acceptedAt = time.Accepted();
        var body = await RequestBody.Read(context, Limits.MaxEventBytes);
        var checkedEvent = check.Check(body.Span, acceptedAt, out var refused);
        if (refused is not null) throw new RefusedRequestException(refused.Status, refused.Errors);
        var result = await Record(checkedEvent!, context);
        return Results.Json(new { uuid = result.Uuid, status = result.Status }, statusCode: result.Status);
    }

    /// <summary>Records one event, and refuses the request when the event cannot be.</summary>
    public async Task<EventResult> Record(CheckedEvent checkedEvent, HttpContext context)
    {
        var uuid = checkedEvent.Event.Uuid;
        Activity.Current?.SetTag("event.id", uuid);
        var result = await groups.Record(checkedEvent, context.RequestAborted);
        if (!result.IsStored) throw new RefusedRequestException(result.Status, result.Errors);
        context.Response.Headers.Location = $"{Path}/{Uri.EscapeDataString(uuid)}";
        return result;
    }

    async Task<IResult> PostBulk(HttpContext context)
    {
        var acceptedAt = time.Accepted();
        using var turn = await _bulks.AcquireAsync(1, context.RequestAborted);
        if (!turn.IsAcquired) throw new TooManyRequestsException(DatabaseLimits.MaxWaitingBulks);
        var texts = BulkBody.Cut(await RequestBody.Read(context, Limits.MaxBulkBytes));
        var events = new List<CheckedEvent>(texts.Count);
        var results = new List<EventResult>(texts.Count);
        foreach (var text in texts)
        {
            var checkedEvent = check.Check(text.Span, acceptedAt, out var refused);
            if (checkedEvent is not null) events.Add(checkedEvent);
            results.Add(refused ?? EventResults.NotStored(checkedEvent!.Event.Uuid));
        }
        return Answer(events.Count < texts.Count ? results : await recorder.RecordAll(events, context.RequestAborted));
    }

    static IResult Answer(IReadOnlyList<EventResult> results)
    {
        var status = EventResults.Status(results);
        var each = results.Select((result, index) =>
            new { index, uuid = result.Uuid, status = result.Status, errors = result.Errors }).ToList();
        if (results.All(result => result.IsStored)) return Results.Json(new { accepted = each.Count, results = each }, statusCode: status);

        var wrong = results.Index().Where(item => item.Item.Status != StatusCodes.Status424FailedDependency);
        var errors = wrong.SelectMany(item => item.Item.Errors.Select(error => error with { Field = $"/{item.Index}{error.Field}" }));
        return Problems.Result(status, [.. errors.Take(JsonbRules.MaxErrors)],
            new Dictionary<string, object?> { ["accepted"] = 0, ["results"] = each });
    }

    async Task<IResult> GetOne(string uuid, CancellationToken cancellationToken)
    {
        var json = await gate.Run((db, cancel) => db.Set<BusinessEventRow>().Where(row => row.Id == uuid).Select(row => row.EventData)
            .FirstOrDefaultAsync(cancel), cancellationToken);
        return json is null
            ? throw new RefusedRequestException(StatusCodes.Status404NotFound, "uuid", $"no event '{uuid}' is stored here")
            : Results.Text(json, "application/json");
    }
}
