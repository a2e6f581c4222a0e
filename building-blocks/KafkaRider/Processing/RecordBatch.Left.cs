using Librdkafka;

namespace KafkaRider;

/// <content>Records that stay: they failed, or were not begun, and are tried again.</content>
public sealed partial class RecordBatch
{
    bool[]? left;

    /// <summary>Some records are to be tried again.</summary>
    internal bool HasLeft { get; private set; }

    /// <summary>Offset of the first record that stays.</summary>
    internal long FirstLeftOffset => this[Array.IndexOf(left!, true)].Offset;

    /// <summary>The record of an offset of the batch.</summary>
    internal Record Find(long offset) => this[IndexOf(offset)];

    /// <summary>This record is not done and stays.</summary>
    internal void Leave(long offset)
    {
        left ??= new bool[messages.Length];
        left[IndexOf(offset)] = true;
        HasLeft = true;
    }

    /// <summary>The batch is run again as a whole.</summary>
    internal void ForgetLeft()
    {
        if (left is not null) Array.Clear(left);
        HasLeft = false;
    }

    /// <summary>Gives back all records but those that stay; the batch ends where it ended.</summary>
    internal void KeepLeft()
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (left![i]) messages[kept++] = messages[i];
            else messages[i].Dispose();
        }

        Array.Clear(messages, kept, Count - kept);
        (held, hidden) = (kept, 0);
        completedOffset = NothingCompleted;
        ForgetLeft();
    }

    int IndexOf(long offset)
    {
        for (var i = 0; i < Count; i++)
            if (this[i].Offset == offset) return i;
        throw new InvalidOperationException($"Offset {offset} is not in the batch {FirstOffset}..{NextOffset}.");
    }
}
