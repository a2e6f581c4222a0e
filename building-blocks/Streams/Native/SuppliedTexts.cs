namespace Streams;

/// <summary>Texts that records have without saying them.</summary>
static class SuppliedTexts
{
    static readonly byte[][] Texts = [[.. "c"u8], [.. "business_events"u8], [.. "true"u8], [.. "false"u8]];

    public static Slot Insert { get; } = Supplied(0);

    public static Slot Outbox { get; } = Supplied(1);

    public static Slot Yes { get; } = Supplied(2);

    public static Slot No { get; } = Supplied(3);

    public static ReadOnlySpan<byte> Of(Slot slot) => Texts[slot.Start];

    static Slot Supplied(int number) => new(SlotState.Supplied, number, 0);
}
