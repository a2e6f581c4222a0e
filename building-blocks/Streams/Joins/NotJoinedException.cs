namespace Streams;

/// <summary>A record that a join cannot take: it becomes a dead letter, and says why.</summary>
/// <param name="reason">A stable word.</param>
/// <param name="message">What is missing or wrong, where.</param>
public sealed class NotJoinedException(string reason, string message) : Exception(message)
{
    /// <summary>It has no key, or the key is longer than <see cref="SideRecord.KeyBytes"/>.</summary>
    public const string WithoutKey = "no-key";

    /// <summary>It has neither a created nor a saved date that can be read.</summary>
    public const string WithoutTime = "no-event-time";

    /// <summary>What the join selects of it is longer than <see cref="ColumnValues.MostBytes"/>.</summary>
    public const string TooLarge = "too-large";

    /// <summary>The dead letter's reason.</summary>
    public string Reason => reason;
}
