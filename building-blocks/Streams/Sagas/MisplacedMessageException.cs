namespace Streams;

/// <summary>
/// A message cannot be handled where it is: its key does not say which partition has the saga's instance. Never tried again.
/// </summary>
/// <param name="message">What is wrong and what to do.</param>
public sealed class MisplacedMessageException(string message) : Exception(message);
