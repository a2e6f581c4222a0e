namespace Streams;

/// <summary>One comparison, ready to run. Equal comparisons of different filters are one predicate, evaluated once a record.</summary>
abstract class Predicate(Field column)
{
    public Field Field => column;

    public Truth Evaluate(RecordFields fields, ReadOnlySpan<byte> record) =>
        fields.IsNull(column) ? OfNull : Evaluate(fields.Text(column, record));

    protected virtual Truth OfNull => Truth.Unknown;

    protected abstract Truth Evaluate(ReadOnlySpan<byte> text);
}

/// <summary>isNull.</summary>
sealed class NullTest(Field column) : Predicate(column)
{
    protected override Truth OfNull => Truth.True;

    protected override Truth Evaluate(ReadOnlySpan<byte> text) => Truth.False;
}
