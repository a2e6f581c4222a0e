using Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Outbox;

/// <summary>Answers for requests that fail: problem details (RFC 9457) with each wrong field, or 503 while the database is away.</summary>
sealed class Problems(RequestDelegate next, ILogger<Problems> logger)
{
    const string ContentType = "application/problem+json";
    const int BusySeconds = 1;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception failure) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Clear();
            await Answer(context, failure);
        }
    }

    /// <summary>The body of a problem.</summary>
    public static IResult Result(int status, IReadOnlyList<FieldError> errors, IDictionary<string, object?>? extensions = null)
    {
        var all = new Dictionary<string, object?>(extensions ?? new Dictionary<string, object?>()) { ["errors"] = errors };
        return Results.Json(Body(status, errors, all), contentType: ContentType, statusCode: status);
    }

    Task Answer(HttpContext context, Exception failure) => failure switch
    {
        RefusedRequestException refused => Result(refused.Status, refused.Errors).ExecuteAsync(context),
        BadHttpRequestException bad => Result(bad.StatusCode, [new FieldError("", bad.Message)]).ExecuteAsync(context),
        DatabaseUnavailableException => Unavailable(context),
        TooManyRequestsException busy => Busy(context, busy),
        _ when DatabaseFailure.IsUnavailable(failure) => Unavailable(context),
        _ when DatabaseFailure.IsWrongValue(failure) => WrongValue(context, failure),
        _ => Unexpected(context, failure),
    };

    static Task Unavailable(HttpContext context)
    {
        context.Response.Headers.RetryAfter = DatabaseLimits.RetryAfterSeconds.ToString();
        var body = new Dictionary<string, object>
        {
            ["error"] = "Service Temporarily Unavailable",
            ["message"] = "The database cannot be reached; nothing was stored. Send the request again later.",
            ["status"] = StatusCodes.Status503ServiceUnavailable,
            ["retry_after"] = DatabaseLimits.RetryAfterSeconds,
        };
        return Results.Json(body, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
    }

    static Task Busy(HttpContext context, TooManyRequestsException busy)
    {
        context.Response.Headers.RetryAfter = BusySeconds.ToString();
        return Result(StatusCodes.Status503ServiceUnavailable, [new FieldError("", busy.Message)]).ExecuteAsync(context);
    }

    Task WrongValue(HttpContext context, Exception failure)
    {
        var reason = DatabaseFailure.Reason(failure);
        Log.ValueRefused(logger, reason);
        return Result(StatusCodes.Status400BadRequest,
            [new FieldError("", $"PostgreSQL cannot store a value: {reason}")]).ExecuteAsync(context);
    }

    Task Unexpected(HttpContext context, Exception failure)
    {
        Log.RequestFailed(logger, context.Request.Method, context.Request.Path, failure);
        const int status = StatusCodes.Status500InternalServerError;
        return Result(status, [new FieldError("", "the service failed; its log says why")]).ExecuteAsync(context);
    }

    static Dictionary<string, object?> Body(int status, IReadOnlyList<FieldError> errors, Dictionary<string, object?> extensions)
    {
        var body = new Dictionary<string, object?>
        {
            ["type"] = "about:blank",
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = string.Join("; ", errors.Take(3)),
        };
        foreach (var (name, value) in extensions) body[name] = value;
        return body;
    }
}
