namespace Streams;

/// <summary>A pattern as it is meant; groups are the shape of the tree.</summary>
abstract class PatternNode
{
    /// <summary>Places once every repeat is written out; an endless repeat is one more than its least.</summary>
    public abstract int Positions { get; }

    /// <summary>
    /// Calls that java.util.regex nests at most: each part calls what follows it, and a choice or a repetition of a group does so in
    /// calls of its own.
    /// </summary>
    public abstract int JavaCalls { get; }

    public abstract bool HoldsAnchor { get; }

    /// <summary>One character.</summary>
    public sealed class One(CharacterSet set) : PatternNode
    {
        public CharacterSet Set => set;

        public override int Positions => 1;

        public override int JavaCalls => 1;

        public override bool HoldsAnchor => false;
    }

    /// <summary>The begin or the end of the whole text.</summary>
    public sealed class Anchor(bool begin) : PatternNode
    {
        public bool IsBegin => begin;

        public override int Positions => 1;

        public override int JavaCalls => 1;

        public override bool HoldsAnchor => true;
    }

    /// <summary>One part after the other.</summary>
    public sealed class Sequence(IReadOnlyList<PatternNode> parts) : PatternNode
    {
        public IReadOnlyList<PatternNode> Parts => parts;

        public override int Positions { get; } = parts.Sum(part => part.Positions);

        public override int JavaCalls { get; } = parts.Sum(part => part.JavaCalls);

        public override bool HoldsAnchor { get; } = parts.Any(part => part.HoldsAnchor);
    }

    /// <summary>Any of the parts.</summary>
    public sealed class Choice(IReadOnlyList<PatternNode> parts) : PatternNode
    {
        public IReadOnlyList<PatternNode> Parts => parts;

        public override int Positions { get; } = parts.Sum(part => part.Positions);

        public override int JavaCalls { get; } = parts.Max(part => part.JavaCalls) + 2;

        public override bool HoldsAnchor { get; } = parts.Any(part => part.HoldsAnchor);
    }

    /// <summary>A part several times; without <paramref name="most"/> as often as wanted, which only a single character may.</summary>
    public sealed class Repeat(PatternNode part, int least, int? most) : PatternNode
    {
        public PatternNode Part => part;

        public int Least => least;

        public int? Most => most;

        public override int Positions { get; } = part.Positions * (most ?? least + 1);

        public override int JavaCalls { get; } = part is One ? 2 : (part.JavaCalls + 3) * (most ?? least + 1) + 1;

        public override bool HoldsAnchor => part.HoldsAnchor;
    }
}
