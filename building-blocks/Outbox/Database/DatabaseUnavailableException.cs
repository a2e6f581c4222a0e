namespace Outbox;

/// <summary>The database cannot be reached, or is not ready for the service; nothing was stored that was not confirmed before.</summary>
sealed class DatabaseUnavailableException(string reason, Exception? cause = null) : Exception(reason, cause);

/// <summary>More requests wait than the service will hold.</summary>
sealed class TooManyRequestsException(int waiting) : Exception($"{waiting} requests wait already; send this one again later.");
