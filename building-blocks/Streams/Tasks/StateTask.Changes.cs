using KafkaRider;

namespace Streams;

/// <content>What the open transaction changes.</content>
sealed partial class StateTask
{
    /// <summary>Keys that the open transaction changed.</summary>
    public int ChangeCount => overlay.Changes.Count;

    /// <summary>Produces what its changelog says already: so there is a transaction to commit.</summary>
    public void Touch(IRecordOutput output)
    {
        Sign();
        output.Produce(changelog.Topic, changelog.Partition, FingerprintKey, fingerprint);
    }

    /// <summary>Produces the open transaction's changes.</summary>
    public void ProduceChanges(IRecordOutput output)
    {
        if (overlay.Changes.Count == 0) return;
        Sign();
        foreach (var change in overlay.Changes)
            output.Produce(changelog.Topic, changelog.Partition, change.Key, change.IsRemoved ? default : change.Value);
    }

    /// <summary>The transaction is committed.</summary>
    public void Apply()
    {
        if (overlay.Changes.Count > 0) held.Apply(overlay);
    }

    /// <summary>The transaction is aborted.</summary>
    public void Drop() => overlay.Drop();

    /// <summary>State says which pipeline made it.</summary>
    void Sign()
    {
        if (!overlay.TryGet(FingerprintKey, out _)) overlay.Put(FingerprintKey, fingerprint);
    }
}
