using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Outbox;

/// <summary>Reads of a producer's entities.</summary>
public static class EntityEndpoints
{
    const int DefaultLimit = 100;
    const int MaxLimit = 1_000;

    /// <summary>Maps <c>GET {path}?limit=&amp;after=</c>, in the order of ids, and <c>GET {path}/{id}</c>.</summary>
    public static void MapEntityReads<TContext, TEntity>(this IEndpointRouteBuilder routes, string path)
        where TContext : DbContext
        where TEntity : class, IEntity
    {
        var gate = routes.ServiceProvider.GetRequiredService<DatabaseGate<TContext>>();
        routes.MapGet(path, (string? limit, string? after, CancellationToken cancel) => Page<TContext, TEntity>(gate, limit, after, cancel))
            .WithTags("entities")
            .WithSummary($"A page of {path[1..]}, by id: limit (1 to {MaxLimit}, default {DefaultLimit}), after (an id)");
        routes.MapGet($"{path}/{{id}}", (string id, CancellationToken cancel) => One<TContext, TEntity>(gate, id, cancel))
            .WithTags("entities").WithSummary("One of them");
    }

    static async Task<IResult> Page<TContext, TEntity>(DatabaseGate<TContext> gate, string? limit, string? after, CancellationToken cancel)
        where TContext : DbContext
        where TEntity : class, IEntity
    {
        var count = DefaultLimit;
        if (limit is not null && !(int.TryParse(limit, out count) && count is >= 1 and <= MaxLimit))
        {
            throw new RefusedRequestException(StatusCodes.Status400BadRequest, "limit",
                $"is '{limit}': expected a number from 1 to {MaxLimit}");
        }
        CheckId("after", after);
        var items = await gate.Run((db, token) => db.Set<TEntity>().AsNoTracking()
            .Where(entity => after == null || entity.Id.CompareTo(after) > 0)
            .OrderBy(entity => entity.Id).Take(count).ToListAsync(token), cancel);
        return Results.Json(new { items, next = items.Count == count ? items[^1].Id : null });
    }

    static async Task<IResult> One<TContext, TEntity>(DatabaseGate<TContext> gate, string id, CancellationToken cancel)
        where TContext : DbContext
        where TEntity : class, IEntity
    {
        CheckId("id", id);
        var entity = await gate.Run((db, token) => db.Set<TEntity>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, token), cancel);
        return entity is null
            ? throw new RefusedRequestException(StatusCodes.Status404NotFound, "id", $"there is no {typeof(TEntity).Name} '{id}'")
            : Results.Json(entity);
    }

    static void CheckId(string name, string? id)
    {
        if (id?.Contains('\0') != true) return;
        throw new RefusedRequestException(StatusCodes.Status400BadRequest, name, "holds U+0000, which no id can");
    }
}
