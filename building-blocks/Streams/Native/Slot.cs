namespace Streams;

/// <summary>What is known of one place of a record.</summary>
enum SlotState : byte
{
    Absent,
    Null,

    /// <summary>An object or an array.</summary>
    Composite,

    /// <summary>A text that is a slice of the record.</summary>
    InRecord,

    /// <summary>A text in the buffer of unescaped texts.</summary>
    Unescaped,

    /// <summary>One of the texts that are supplied: <see cref="Slot.Start"/> is its number.</summary>
    Supplied,
}

record struct Slot(SlotState State, int Start, int Length)
{
    /// <summary>Null in SQL's sense: there is no scalar.</summary>
    public readonly bool IsNull => State <= SlotState.Composite;

    /// <summary>There is a value other than JSON null.</summary>
    public readonly bool Exists => State >= SlotState.Composite;
}
