namespace Streams;

/// <summary>Evaluates expressions against one record; each predicate at most once, however many filters share it.</summary>
sealed class RecordTruths(Predicate[] predicates, RecordFields fields)
{
    readonly Truth[] truths = new Truth[predicates.Length];
    readonly int[] evaluatedFor = new int[predicates.Length];
    int current;

    /// <summary>Forgets the last record.</summary>
    public void Next()
    {
        if (++current > 0) return;
        Array.Clear(evaluatedFor);
        current = 1;
    }

    public Truth Of(Expression expression, ReadOnlySpan<byte> record) => expression switch
    {
        Expression.Leaf leaf => OfLeaf(leaf, record),
        Expression.All all => OfAll(all.Parts, record),
        Expression.Any any => OfAny(any.Parts, record),
        Expression.NotTrue notTrue => fields.IsNull(notTrue.Field) ? Truth.Unknown : Truth.False,
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression, "not an expression"),
    };

    Truth OfAll(Expression[] parts, ReadOnlySpan<byte> record)
    {
        var truth = Truth.True;
        foreach (var part in parts)
        {
            var next = Of(part, record);
            if (next == Truth.False) return next;
            if (next < truth) truth = next;
        }
        return truth;
    }

    Truth OfAny(Expression[] parts, ReadOnlySpan<byte> record)
    {
        var truth = Truth.False;
        foreach (var part in parts)
        {
            var next = Of(part, record);
            if (next == Truth.True) return next;
            if (next > truth) truth = next;
        }
        return truth;
    }

    Truth OfLeaf(Expression.Leaf leaf, ReadOnlySpan<byte> record)
    {
        var number = leaf.Predicate;
        if (evaluatedFor[number] != current)
        {
            truths[number] = predicates[number].Evaluate(fields, record);
            evaluatedFor[number] = current;
        }
        return leaf.Negated ? TruthLogic.Not(truths[number]) : truths[number];
    }
}
