namespace Streams;

/// <summary>Where a field is among the slots; which of them counts depends on the record.</summary>
/// <param name="Kind">What the choice depends on.</param>
/// <param name="Slot">The slot, or the one of most records: of the row after the change, of the first shape.</param>
/// <param name="Other">The one of other records: of the row before the change, of the second shape.</param>
/// <param name="Wrapped">The one of an attribute in its wrapper; -1 for what is no attribute.</param>
readonly record struct FieldPlace(PlaceKind Kind, int Slot, int Other = -1, int Wrapped = -1);

enum PlaceKind
{
    /// <summary>One slot.</summary>
    Fixed,

    /// <summary>A column of an envelope's row: before the change if it is a delete, else after it.</summary>
    Row,

    /// <summary>Of an entity: by the shape of the event.</summary>
    Entity,
}
