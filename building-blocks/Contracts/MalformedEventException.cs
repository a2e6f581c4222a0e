namespace Contracts;

/// <summary>An event's JSON is not a business event. Reading it again cannot help: dead-letter its record.</summary>
public sealed class MalformedEventException(IReadOnlyList<FieldError> errors) : Exception(string.Join("; ", errors))
{
    /// <summary>Every field that is wrong.</summary>
    public IReadOnlyList<FieldError> Errors { get; } = errors;
}
