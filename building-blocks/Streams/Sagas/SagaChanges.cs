using KafkaRider;

namespace Streams;

/// <summary>
/// What messages of one batch did to instances of a saga: not in the transaction yet, but seen by later messages of the batch. Messages of
/// different keys may run side by side.
/// </summary>
sealed class SagaChanges
{
    readonly Lock gate = new();
    readonly Dictionary<Guid, List<MessageChanges>> byInstance = [];
    readonly Dictionary<(IEnlistedMessage Message, Type Type), MessageChanges> byMessage = [];

    /// <summary>
    /// The changes of a message consumed as a type, empty when it is tried again: what failed attempts did is forgotten.
    /// </summary>
    public MessageChanges Begin(IEnlistedMessage message, Type type, int attempt)
    {
        lock (gate)
        {
            if (byMessage.TryGetValue((message, type), out var before) && before.Attempt == attempt) return before;
            if (before is not null)
                foreach (var instance in before.Values.Keys) byInstance[instance].Remove(before);
            return byMessage[(message, type)] = new MessageChanges(message, attempt);
        }
    }

    /// <summary>The newest value that counts for the message; null for a removed one.</summary>
    /// <returns>False when no message of the batch touched the instance.</returns>
    public bool TryFind(MessageChanges reader, Guid instance, out byte[]? value)
    {
        lock (gate)
        {
            value = null;
            if (!byInstance.TryGetValue(instance, out var list)) return false;
            for (var at = list.Count - 1; at >= 0; at--)
            {
                if (list[at].Message != reader.Message && !list[at].Message.HasSucceeded) continue;
                value = list[at].Values[instance];
                return true;
            }

            return false;
        }
    }

    /// <summary>True when a message of another key touched the instance.</summary>
    public bool IsOfOtherKey(MessageChanges reader, Guid instance)
    {
        lock (gate)
        {
            return byInstance.TryGetValue(instance, out var list)
                && list.Exists(other => !other.Message.Key!.Value.Span.SequenceEqual(reader.Message.Key!.Value.Span));
        }
    }

    public void Put(MessageChanges writer, Guid instance, byte[]? value)
    {
        lock (gate)
        {
            writer.Values[instance] = value;
            if (!byInstance.TryGetValue(instance, out var list)) byInstance[instance] = list = [];
            list.Remove(writer);
            list.Add(writer);
        }
    }
}

/// <summary>What one message did: the last value of each instance that it touched.</summary>
sealed record MessageChanges(IEnlistedMessage Message, int Attempt)
{
    public Dictionary<Guid, byte[]?> Values { get; } = [];
}
