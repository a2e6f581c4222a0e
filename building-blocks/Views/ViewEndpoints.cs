using KafkaRider;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Views;

/// <summary>The view over HTTP.</summary>
public static class ViewEndpoints
{
    const string RetryAfterSeconds = "5";

    /// <summary>
    /// Maps <c>GET /&lt;view&gt;?limit=&amp;after=</c> (in id order, at most <see cref="ViewLimits.MaxPageRows"/> rows),
    /// <c>GET /&lt;view&gt;/{id}</c> and <c>GET /views/status</c>. While the database does not answer: 503, and a status that says so.
    /// </summary>
    public static IEndpointRouteBuilder MapView(this IEndpointRouteBuilder app)
    {
        var table = app.ServiceProvider.GetRequiredService<ViewTable>();
        var route = app.MapGroup("").AddEndpointFilter(AnswerWhenDatabaseIsDown);
        route.MapGet($"/{table.Name}", Page);
        route.MapGet($"/{table.Name}/{{id}}", One);
        route.MapGet("/views/status", Status);
        return app;
    }

    static async Task<IResult> Page(ViewQueries queries, string? limit, string? after, CancellationToken cancellationToken)
    {
        var rows = ViewLimits.PageRows;
        if (limit is not null && (!int.TryParse(limit, out rows) || rows is < 1 or > ViewLimits.MaxPageRows))
        {
            return BadRequest($"limit is '{limit}': give a whole number from 1 to {ViewLimits.MaxPageRows}.");
        }
        if (after is not null && after.Contains('\0')) return BadRequest("after holds U+0000, which no id does.");
        return Json(await queries.Page(rows, after ?? "", cancellationToken));
    }

    static async Task<IResult> One(ViewQueries queries, ViewTable table, string id, CancellationToken cancellationToken) =>
        await queries.One(id, cancellationToken) is { } row
            ? Json(row)
            : Results.Problem(statusCode: StatusCodes.Status404NotFound, title: $"{table.Name} has no row '{id}'",
                detail: "No event with this id has reached the view yet.");

    static async Task<IResult> Status(ViewQueries queries, ViewOptions options, [FromServices] IEndpointStatus endpoints,
        CancellationToken cancellationToken)
    {
        var endpoint = endpoints.Endpoints
            .FirstOrDefault(report => report.GroupId == options.Group && report.Topics.Contains(options.Topic));
        return Results.Json(await ViewStatus.Read(queries, endpoint, cancellationToken));
    }

    static async ValueTask<object?> AnswerWhenDatabaseIsDown(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (NpgsqlException unreachable)
        {
            var request = context.HttpContext;
            request.RequestServices.GetRequiredService<ILogger<ViewQueries>>().RequestFailed(request.Request.Path, unreachable.Message);
            request.Response.Headers.RetryAfter = RetryAfterSeconds;
            return Results.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, title: "The view's database does not answer",
                detail: $"Try again in {RetryAfterSeconds} seconds.");
        }
    }

    static IResult BadRequest(string detail) =>
        Results.Problem(statusCode: StatusCodes.Status400BadRequest, title: "The request is wrong", detail: detail);

    static IResult Json(string json) => Results.Text(json, "application/json");
}
