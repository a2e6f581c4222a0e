namespace Contracts;

/// <summary>One thing wrong with a JSON text, and where.</summary>
/// <param name="Field">JSON pointer (RFC 6901) of the field, for example <c>/eventHeader/uuid</c>; empty for the whole text.</param>
/// <param name="Message">What is wrong, with the value, and what is expected instead.</param>
public sealed record FieldError(string Field, string Message)
{
    /// <summary>Field and message in one line.</summary>
    public override string ToString() => Field.Length == 0 ? Message : $"{Field}: {Message}";
}
