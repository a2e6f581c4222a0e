using Contracts;
using Microsoft.AspNetCore.Http;

namespace Outbox;

/// <summary>What the results of one request amount to.</summary>
static class EventResults
{
    /// <summary>The result of an event that is right, in a request that is not.</summary>
    public static EventResult NotStored(string? uuid) => new(uuid, StatusCodes.Status424FailedDependency,
        [new FieldError("", "not stored: another event of the request is wrong")]);

    /// <summary>The request's status: what the most basic mistake says, else 201 when an event is new, else 200.</summary>
    public static int Status(IReadOnlyList<EventResult> results)
    {
        int[] order =
        [
            StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status409Conflict,
            StatusCodes.Status201Created,
        ];
        return order.FirstOrDefault(status => results.Any(result => result.Status == status), StatusCodes.Status200OK);
    }
}
