namespace Streams;

/// <summary>What a record of a repartition topic says; the numbers are written to disk and to Kafka and never change.</summary>
public enum SideKind : byte
{
    /// <summary>A version of a row. By join key in the topic of a join without mutable keys, else by row id.</summary>
    Many = 1,

    /// <summary>A version of what rows look up, by join key.</summary>
    One = 2,

    /// <summary>A row wants to hear of a join key from now on, by join key.</summary>
    Subscribe = 3,

    /// <summary>A row has moved to another join key, by the old one.</summary>
    Unsubscribe = 4,

    /// <summary>What a join key has become, for one row, by row id.</summary>
    Answer = 5,
}
