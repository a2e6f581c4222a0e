namespace Streams;

/// <summary>Every value that a join keeps begins with the version of its layout.</summary>
static class EntryVersion
{
    /// <summary>Checks a value's first byte.</summary>
    /// <exception cref="InvalidDataException">It is of another version: reading on would be guessing.</exception>
    public static void Check(ReadOnlySpan<byte> value, byte version)
    {
        if (!value.IsEmpty && value[0] == version) return;
        throw new InvalidDataException(
            $"an entry of a join's state begins with version {(value.IsEmpty ? 0 : value[0])}, this service reads {version}: "
            + "it was written by a newer one, or by one before the first release; run that, or give the join a new id and replay");
    }
}
