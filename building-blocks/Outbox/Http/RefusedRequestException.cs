using Contracts;

namespace Outbox;

/// <summary>A request is wrong; nothing of it was stored.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="errors">Each mistake.</param>
sealed class RefusedRequestException(int status, IReadOnlyList<FieldError> errors) : Exception(string.Join("; ", errors))
{
    public RefusedRequestException(int status, string field, string message) : this(status, [new FieldError(field, message)])
    {
    }

    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Each mistake.</summary>
    public IReadOnlyList<FieldError> Errors { get; } = errors;
}
