namespace Librdkafka;

/// <summary>Something a client reports by itself, outside any call's result. Most heal by themselves: the client goes on trying.</summary>
/// <param name="Code">The error's code.</param>
/// <param name="Reason">The library's text, with the broker or partition it is about.</param>
/// <param name="IsFatal">The client cannot go on: dispose of it and make a new one.</param>
/// <param name="Position">The partition and offset it is about; null when it is about a broker or the group.</param>
public readonly record struct ClientError(ErrorCode Code, string Reason, bool IsFatal, TopicPartitionOffset? Position = null)
{
    /// <summary>What to do about it; empty when nothing is known to help.</summary>
    public string Advice => Librdkafka.Advice.For(Code);
}
