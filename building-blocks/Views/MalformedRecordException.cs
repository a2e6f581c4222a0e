namespace Views;

/// <summary>A record can never become a row. It is dead-lettered with this message.</summary>
/// <param name="message">What is wrong, and where.</param>
public sealed class MalformedRecordException(string message) : Exception(message);
