namespace Capture;

/// <summary>Something that keeps a database from being captured and that somebody has to mend; the message says what and how. The capture
/// tries again by itself.</summary>
sealed class CaptureException(string message) : Exception(message);
