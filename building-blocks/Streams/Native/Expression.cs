namespace Streams;

/// <summary>
/// A condition in negation normal form: not is pushed down to the predicates (Kleene logic keeps De Morgan's laws), so a filter is true
/// only if its positive predicates are, which is what the index stands on.
/// </summary>
abstract class Expression
{
    public sealed class All(Expression[] parts) : Expression
    {
        public Expression[] Parts => parts;
    }

    public sealed class Any(Expression[] parts) : Expression
    {
        public Expression[] Parts => parts;
    }

    /// <summary>A predicate by its number among the interned ones, or its negation.</summary>
    public sealed class Leaf(int predicate, bool negated) : Expression
    {
        public int Predicate => predicate;

        public bool Negated => negated;
    }

    /// <summary>In place of an indexed predicate that is known not to be true: unknown if the field is null, else false.</summary>
    public sealed class NotTrue(int number) : Expression
    {
        public int Field => number;
    }
}
