namespace Contracts;

/// <summary>Every record header that the platform adds to business events. Values are UTF-8 text.</summary>
public static class HeaderNames
{
    /// <summary>Id of the filter that let the record pass.</summary>
    public const string FilterId = "filter-id";

    /// <summary>The consumer that the filter serves.</summary>
    public const string ConsumerId = "consumer-id";

    /// <summary>When the filter ran: ISO 8601, UTC, milliseconds.</summary>
    public const string FilteredAt = "filtered-at";
}
