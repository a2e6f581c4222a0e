namespace Streams;

/// <summary>One comparison, ready to run. Equal comparisons of different filters are one predicate, evaluated once a record.</summary>
/// <param name="field">The field's number in the layout.</param>
abstract class Predicate(int field)
{
    public int Field => @field;

    public virtual Truth Evaluate(RecordFields fields, ReadOnlySpan<byte> record) =>
        fields.IsNull(field) ? OfNull : Evaluate(fields.Text(field, record));

    /// <summary>The same for one of the entities.</summary>
    public Truth Evaluate(RecordFields fields, int entity, ReadOnlySpan<byte> record) =>
        fields.IsNull(field, entity) ? OfNull : Evaluate(fields.Text(field, entity, record));

    protected virtual Truth OfNull => Truth.Unknown;

    protected abstract Truth Evaluate(ReadOnlySpan<byte> text);
}

/// <summary>isNull.</summary>
sealed class NullTest(int field) : Predicate(field)
{
    protected override Truth OfNull => Truth.True;

    protected override Truth Evaluate(ReadOnlySpan<byte> text) => Truth.False;
}
