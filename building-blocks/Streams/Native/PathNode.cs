using System.Text;

namespace Streams;

/// <summary>
/// One place in the tree of what is needed of a record: the scan follows the tree and steps over the rest. The slots of a place and of all
/// beneath it are neighbours, so that they can be forgotten together when its key comes again: the last one wins.
/// </summary>
/// <param name="name">Its key; empty for what has none.</param>
/// <param name="keeps">Whether the value itself is kept, not only something in it.</param>
/// <param name="children">What is needed of an object, by key.</param>
sealed class PathNode(string name, bool keeps, IReadOnlyList<PathNode> children)
{
    public static PathNode Leaf(string name) => new(name, keeps: true, []);

    public byte[] Name { get; } = Encoding.UTF8.GetBytes(name);

    public KeyTable Keys { get; } = new(children);

    public bool HasKeys => children.Count > 0;

    /// <summary>What is needed of an object's only value, whatever its key: attributes in their wrapper. Null when nothing is.</summary>
    public PathNode? Only { get; init; }

    /// <summary>What is needed of each element of an array; null when nothing is.</summary>
    public PathNode? Element { get; init; }

    /// <summary>How many elements are looked at.</summary>
    public int MaxElements { get; init; }

    /// <summary>Whether it is noted that there are more elements.</summary>
    public bool NotesMore { get; init; }

    /// <summary>Where the value goes; -1 when it is not kept.</summary>
    public int Slot { get; private set; } = -1;

    /// <summary>Where it is noted that there are more elements; -1 when it is not.</summary>
    public int MoreSlot { get; private set; } = -1;

    /// <summary>The first slot of this place and all beneath it.</summary>
    public int First { get; private set; }

    /// <summary>How many slots these are.</summary>
    public int Count { get; private set; }

    /// <summary>Gives out the slots, from a number on; returns the next free one.</summary>
    public int Number(int next)
    {
        First = next;
        if (keeps) Slot = next++;
        if (NotesMore) MoreSlot = next++;
        foreach (var child in children) next = child.Number(next);
        if (Only is not null) next = Only.Number(next);
        if (Element is not null)
        {
            Element.Number(next);
            next += MaxElements * Element.Count;
        }
        Count = next - First;
        return next;
    }
}
