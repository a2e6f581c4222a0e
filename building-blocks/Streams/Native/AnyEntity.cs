namespace Streams;

/// <summary>A comparison that is true when it, or its negation, is true of one of the entities; else false, never unknown.</summary>
sealed class AnyEntity(Predicate each, bool negated) : Predicate(each.Field)
{
    readonly Truth wanted = negated ? Truth.False : Truth.True;

    public override Truth Evaluate(RecordFields fields, ReadOnlySpan<byte> record)
    {
        for (var entity = 0; entity < fields.Entities; entity++)
            if (fields.HasEntity(entity) && each.Evaluate(fields, entity, record) == wanted) return Truth.True;
        return Truth.False;
    }

    protected override Truth Evaluate(ReadOnlySpan<byte> text) => throw new InvalidOperationException("asked of no single text");
}
