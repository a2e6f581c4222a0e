namespace Schemas;

/// <summary>One value that does not follow its schema.</summary>
/// <param name="Path">JSON pointer (RFC 6901) of the value, for example <c>/entities/0/vin</c>; empty for the whole text.</param>
/// <param name="Message">What is wrong, with the value, and what is expected instead.</param>
public sealed record SchemaError(string Path, string Message);
