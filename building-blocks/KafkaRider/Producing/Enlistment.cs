namespace KafkaRider;

/// <summary>
/// The message of an exactly-once endpoint whose consumers run now, if any: what is produced meanwhile, by whatever producer, is held back
/// with it. It follows the flow of the call, as a transaction scope does.
/// </summary>
internal static class Enlistment
{
    static readonly AsyncLocal<EnlistedOutput?> Flowing = new();

    /// <summary>Null outside of such a message: records go to the broker at once.</summary>
    internal static EnlistedOutput? Current
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }
}
