namespace KafkaRider;

/// <summary>Tells the endpoint how far a batch is done without a gap, whatever order its records end in.</summary>
internal sealed class BatchProgress(RecordBatch batch)
{
    readonly bool[] done = new bool[batch.Count];
    readonly Lock gate = new();
    int prefix;
    bool isCutShort;

    /// <summary>Some records of the batch were not begun.</summary>
    internal bool IsCutShort
    {
        get => Volatile.Read(ref isCutShort);
        set => Volatile.Write(ref isCutShort, value);
    }

    internal void Done(int index)
    {
        lock (gate)
        {
            done[index] = true;
            while (prefix < done.Length && done[prefix]) prefix++;
            batch.Complete(prefix);
        }
    }
}
