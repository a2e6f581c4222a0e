namespace Outbox;

/// <summary>Which examples the documentation of an endpoint shows as request bodies.</summary>
/// <param name="What">What the bodies are.</param>
/// <param name="Body">For a domain endpoint: one example body; null otherwise.</param>
public sealed record RequestExamples(RequestExamples.Kind What, string? Body = null)
{
    /// <summary>What a request body is.</summary>
    public enum Kind
    {
        /// <summary>One event.</summary>
        Event,

        /// <summary>An array of events.</summary>
        Bulk,

        /// <summary>The attributes of one entity.</summary>
        Entity,
    }

    internal static RequestExamples Events { get; } = new(Kind.Event);

    internal static RequestExamples Bulk { get; } = new(Kind.Bulk);
}
