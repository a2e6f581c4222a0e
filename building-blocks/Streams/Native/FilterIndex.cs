namespace Streams;

/// <summary>A text that a field must have for a filter to be true.</summary>
/// <param name="Field">The field's number.</param>
/// <param name="Text">The text.</param>
/// <param name="Predicate">The number of the predicate that asks for it.</param>
readonly record struct IndexKey(int Field, byte[] Text, int Predicate);

/// <summary>Finds the texts by which a filter can be looked up instead of being evaluated.</summary>
sealed class FilterIndex(IReadOnlyList<Predicate> predicates, IReadOnlyList<Field> fields)
{
    /// <summary>A filter with more keys is evaluated for every record: its many keys would cost more than they save.</summary>
    const int MostKeys = PipelineLimits.MaxValues;

    /// <summary>
    /// Texts of which at least one must be in its field for the expression to be true; if none is, it is not true, and it is false
    /// unless one of the fields is null. Null when the expression has no such texts.
    /// </summary>
    public List<IndexKey>? Keys(Expression expression) => expression switch
    {
        Expression.Leaf { Negated: false } leaf when predicates[leaf.Predicate] is TextOneOf texts =>
            [.. texts.Values.Select(text => new IndexKey(texts.Field, text, leaf.Predicate))],
        Expression.All all => all.Parts.Select(Keys).OfType<List<IndexKey>>().MinBy(Cost),
        Expression.Any any => Union(any.Parts),
        _ => null,
    };

    List<IndexKey>? Union(Expression[] parts)
    {
        var union = new List<IndexKey>();
        foreach (var part in parts)
        {
            if (Keys(part) is not { } keys || union.Count + keys.Count > MostKeys) return null;
            union.AddRange(keys);
        }
        return union;
    }

    /// <summary>The rarer a field's texts repeat between records, the fewer filters a look-up gives.</summary>
    int Cost(List<IndexKey> keys) => keys.Max(key => Repetition(fields[key.Field])) * (MostKeys + 1) + keys.Count;

    static int Repetition(Field field)
    {
        if (field == Field.Id || field.IsEntityId) return 0;
        return field == Field.Operation || field == Field.Table || field == Field.Deleted ? 2 : 1;
    }

    /// <summary>The expression with its indexed predicates replaced: what it is when no key is met.</summary>
    public static Expression WithoutKeys(Expression expression, IReadOnlyList<IndexKey> keys) => expression switch
    {
        Expression.All all => new Expression.All([.. all.Parts.Select(part => WithoutKeys(part, keys))]),
        Expression.Any any => new Expression.Any([.. any.Parts.Select(part => WithoutKeys(part, keys))]),
        Expression.Leaf { Negated: false } leaf when FieldOf(leaf, keys) is { } field => new Expression.NotTrue(field),
        _ => expression,
    };

    static int? FieldOf(Expression.Leaf leaf, IReadOnlyList<IndexKey> keys)
    {
        foreach (var key in keys)
            if (key.Predicate == leaf.Predicate) return key.Field;
        return null;
    }
}
