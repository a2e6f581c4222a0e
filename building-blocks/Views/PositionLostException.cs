namespace Views;

/// <summary>The database holds another position than the one that was read from, behind it or none: the partition must be read from there.</summary>
/// <param name="message">Which partition, which position.</param>
public sealed class PositionLostException(string message) : Exception(message);
