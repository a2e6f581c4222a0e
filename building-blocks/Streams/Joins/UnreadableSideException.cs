namespace Streams;

/// <summary>A record of a repartition topic that no stage of the join reads, or without the row or the key that it is about: this service
/// has not written it.</summary>
public sealed class UnreadableSideException() : Exception(
    "the record is none that a join's first stage writes, or of a later version: only this service may write to its repartition topics")
{
    /// <summary>The dead letter's reason.</summary>
    public const string Reason = "malformed";
}
