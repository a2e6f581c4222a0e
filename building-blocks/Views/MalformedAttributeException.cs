namespace Views;

/// <summary>An attribute cannot be what its column holds. Reading it again cannot help: its record is dead-lettered.</summary>
/// <param name="attribute">The attribute's name.</param>
/// <param name="message">What is wrong with it, and what is expected.</param>
public sealed class MalformedAttributeException(string attribute, string message) : Exception($"attribute '{attribute}' {message}");
