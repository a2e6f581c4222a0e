using Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Outbox;

/// <summary>Domain endpoints: a request that makes one entity becomes an event and goes the way of every event.</summary>
public static class NewEntityEndpoints
{
    const string IdempotencyKey = "Idempotency-Key";

    /// <summary>Maps <c>POST {path}</c>. The header <c>Idempotency-Key</c>, when given, is the event's uuid: the same request again changes
    /// nothing.</summary>
    public static void MapNewEntity<TContext>(this IEndpointRouteBuilder routes, string path, NewEntity entity)
        where TContext : DbContext =>
        Map<TContext>(routes, path, path, entity, (_, _, _) => Task.FromResult<string?>(null));

    /// <summary>Maps <c>POST {parentPath}/{id}/{name}</c>: an entity that belongs to another one of this service, which must
    /// exist.</summary>
    public static void MapNewChild<TContext, TParent>(this IEndpointRouteBuilder routes, string parentPath, string name, NewEntity entity)
        where TContext : DbContext
        where TParent : class, IEntity =>
        Map<TContext>(routes, $"{parentPath}/{{id}}/{name}", $"/{name}", entity, async (gate, context, cancel) =>
        {
            var id = (string)context.Request.RouteValues["id"]!;
            if (!id.Contains('\0') && await gate.Run((db, token) => db.Set<TParent>().AnyAsync(p => p.Id == id, token), cancel)) return id;
            throw new RefusedRequestException(StatusCodes.Status404NotFound, "id", $"there is no {typeof(TParent).Name} '{id}'");
        });

    static void Map<TContext>(
        IEndpointRouteBuilder routes, string path, string readPath, NewEntity entity,
        Func<DatabaseGate<TContext>, HttpContext, CancellationToken, Task<string?>> parent)
        where TContext : DbContext
    {
        var services = routes.ServiceProvider;
        var (gate, check) = (services.GetRequiredService<DatabaseGate<TContext>>(), services.GetRequiredService<EventCheck>());
        var events = services.GetRequiredService<EventEndpoints<TContext>>();
        routes.MapPost(path, async (HttpContext context) =>
        {
            var acceptedAt = services.Time().Accepted();
            var body = await RequestBody.Read(context, Limits.MaxEventBytes);
            var uuid = Uuid(context, acceptedAt);
            var parentId = await parent(gate, context, context.RequestAborted);
            var (id, json) = NewEntityRequest.ToEvent(body.Span, entity, uuid, parentId, acceptedAt);
            var checkedEvent = check.Check(json, acceptedAt, out var refused);
            if (checkedEvent is null) throw new RefusedRequestException(refused!.Status, AsPosted(refused.Errors, entity));
            var result = await events.Record(checkedEvent with { IsMadeHere = true }, context);
            context.Response.Headers.Location = $"{readPath}/{Uri.EscapeDataString(id)}";
            return Results.Json(new { id, uuid, status = result.Status }, statusCode: result.Status);
        }).WithTags("entities").WithSummary($"{entity.EventName}: makes the entity and records the event")
            .WithMetadata(new RequestExamples(RequestExamples.Kind.Entity, entity.Example));
    }

    static string Uuid(HttpContext context, DateTimeOffset acceptedAt)
    {
        if (!context.Request.Headers.TryGetValue(IdempotencyKey, out var key)) return Guid.CreateVersion7(acceptedAt).ToString();
        if (key is [{ Length: > 0 and <= 100 } uuid]) return uuid;
        throw new RefusedRequestException(StatusCodes.Status400BadRequest, IdempotencyKey, "is not one value of 1 to 100 characters");
    }

    // The caller posted attributes, not an event: fields are named as they were posted.
    static List<FieldError> AsPosted(IReadOnlyList<FieldError> errors, NewEntity entity)
    {
        var prefix = $"/eventBody/entities/0/updatedAttributes/{entity.Wrapper}";
        return [.. errors.Select(error => error.Field.StartsWith(prefix, StringComparison.Ordinal)
            ? error with { Field = error.Field[prefix.Length..] }
            : error.Field == "/eventBody/entities/0/entityId" ? error with { Field = "/id" } : error)];
    }
}
