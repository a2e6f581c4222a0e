namespace Schemas;

/// <summary>A schema file cannot be used: it is not JSON, uses a keyword that this validator does not know, or refers to nothing.</summary>
public sealed class SchemaException(string message) : Exception(message);
