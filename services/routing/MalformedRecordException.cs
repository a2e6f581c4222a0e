namespace Routing;

/// <summary>A record that is no JSON object: says what is wrong and at which byte.</summary>
sealed class MalformedRecordException(string message) : Exception(message)
{
    /// <summary>The reason in the dead letter's header.</summary>
    public const string Reason = "malformed";
}
