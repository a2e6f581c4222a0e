namespace Streams;

/// <summary>
/// Reads what a tree of places needs from JSON texts, in one pass each. Texts stay where they are; only a text with escapes, or a number
/// that SQL writes otherwise, is copied into a buffer that is kept. Duplicate keys: the last wins, with everything in it.
/// </summary>
sealed class JsonScan(int slotCount)
{
    const int SmallestBuffer = 4 * 1024;

    readonly Slot[] slots = new Slot[slotCount];
    readonly KeyGuesses guesses = new();
    byte[] unescaped = [];
    int unescapedLength;

    public ref Slot this[int slot] => ref slots[slot];

    /// <summary>Position of the closing brace of the text that was read last.</summary>
    public int ClosingBrace { get; private set; }

    /// <summary>The text in a slot that is not null.</summary>
    public ReadOnlySpan<byte> Text(Slot slot, ReadOnlySpan<byte> record) => slot.State switch
    {
        SlotState.InRecord => record.Slice(slot.Start, slot.Length),
        SlotState.Unescaped => unescaped.AsSpan(slot.Start, slot.Length),
        _ => SuppliedTexts.Of(slot),
    };

    /// <summary>Forgets the last record.</summary>
    public void Clear()
    {
        Array.Clear(slots);
        unescapedLength = 0;
    }

    /// <summary>Reads a text that must be one object.</summary>
    public bool ReadObject(ref JsonCursor cursor, in ScannedText text, PathNode root)
    {
        cursor.SkipWhitespace();
        if (cursor.Current != '{') return cursor.IsAtEnd ? cursor.FailHere() : cursor.Fail(JsonFault.NotAnObject);
        if (!ReadRoot(ref cursor, text, root)) return false;
        ClosingBrace = cursor.At - 1;
        cursor.SkipWhitespace();
        return cursor.IsAtEnd || cursor.FailHere();
    }

    /// <summary>Reads a text that may be any value.</summary>
    public bool ReadAny(ref JsonCursor cursor, in ScannedText text, PathNode root)
    {
        cursor.SkipWhitespace();
        if (!ReadValue(ref cursor, text, root, shift: 0, level: 1)) return false;
        cursor.SkipWhitespace();
        return cursor.IsAtEnd || cursor.FailHere();
    }

    /// <summary>The members of the record, whose keys are mostly those of the record before.</summary>
    bool ReadRoot(ref JsonCursor cursor, in ScannedText text, PathNode root)
    {
        const int level = 1;
        cursor.Take('{');
        for (var member = 0; cursor.Current != '}'; member++)
        {
            if (!guesses.TryTake(ref cursor, text.Bytes, member, out var child))
            {
                var start = cursor.At;
                if (!cursor.TakeString(out var keyStart, out var length)) return false;
                child = root.Keys.Find(text.Bytes.Slice(keyStart, length), cursor.LastStringIsEscaped);
                cursor.SkipWhitespace();
                if (!cursor.TakeByte(':')) return false;
                guesses.Expect(text.Bytes[start..cursor.At], member, child);
            }
            cursor.SkipWhitespace();
            if (!(child is null ? SkipValue(ref cursor, level + 1) : ReadValue(ref cursor, text, child, 0, level + 1))) return false;
            if (!GoOn(ref cursor)) return false;
        }
        cursor.At++;
        return true;
    }

    /// <summary>The members of an object, from its opening brace to behind its closing one.</summary>
    bool ReadKeys(ref JsonCursor cursor, in ScannedText text, PathNode node, int shift, int level)
    {
        cursor.Take('{');
        while (cursor.Current != '}')
        {
            if (!cursor.TakeString(out var start, out var length)) return false;
            var child = node.Keys.Find(text.Bytes.Slice(start, length), cursor.LastStringIsEscaped);
            cursor.SkipWhitespace();
            if (!cursor.Take(':')) return false;
            if (!(child is null ? SkipValue(ref cursor, level + 1) : ReadValue(ref cursor, text, child, shift, level + 1))) return false;
            if (!GoOn(ref cursor)) return false;
        }
        cursor.At++;
        return true;
    }

    /// <summary>After a member: at the closing brace, or at the next key.</summary>
    static bool GoOn(ref JsonCursor cursor)
    {
        if (cursor.TakeCommaAndQuote()) return true;
        cursor.SkipWhitespace();
        if (cursor.Current == '}') return true;
        return cursor.Take(',') && (cursor.Current == '"' || cursor.FailHere());
    }

    static bool SkipValue(ref JsonCursor cursor, int level) => cursor.Current switch
    {
        (byte)'"' => cursor.TakeString(out _, out _),
        (byte)'{' or (byte)'[' => cursor.SkipComposite(level),
        _ => cursor.TakeLiteral(),
    };

    bool ReadValue(ref JsonCursor cursor, in ScannedText text, PathNode node, int shift, int level)
    {
        if (node.Count > 1) Array.Clear(slots, node.First + shift, node.Count);
        var slot = node.Slot < 0 ? -1 : node.Slot + shift;
        switch (cursor.Current)
        {
            case (byte)'"':
                return ReadString(ref cursor, text, slot);
            case (byte)'{':
                if (slot >= 0) slots[slot] = new Slot(SlotState.Composite, 0, 0);
                if (node.Only is not null) return ReadWrapper(ref cursor, text, node, shift, level);
                return node.HasKeys ? ReadKeys(ref cursor, text, node, shift, level) : cursor.SkipComposite(level);
            case (byte)'[':
                if (slot >= 0) slots[slot] = new Slot(SlotState.Composite, 0, 0);
                return node.Element is null ? cursor.SkipComposite(level) : ReadElements(ref cursor, text, node, shift, level);
            default:
                return ReadLiteral(ref cursor, text, slot);
        }
    }

    bool ReadString(ref JsonCursor cursor, in ScannedText text, int slot)
    {
        if (!cursor.TakeString(out var start, out var length)) return false;
        if (slot < 0) return true;
        if (!cursor.LastStringIsEscaped)
        {
            slots[slot] = new Slot(text.State, text.Offset + start, length);
            return true;
        }
        var destination = Reserve(length);
        if (!JsonEscapes.TryUnescape(text.Bytes.Slice(start, length), destination, out var written, out var at))
        {
            cursor.At = start + at;
            return cursor.Fail(JsonFault.LoneSurrogate);
        }
        Keep(slot, written);
        return true;
    }

    bool ReadLiteral(ref JsonCursor cursor, in ScannedText text, int slot)
    {
        var start = cursor.At;
        if (!cursor.TakeLiteral()) return false;
        if (slot < 0) return true;
        var literal = text.Bytes[start..cursor.At];
        if (literal[0] == 'n') slots[slot] = new Slot(SlotState.Null, 0, 0);
        else if (NumberText.IsAsWritten(literal)) slots[slot] = new Slot(text.State, text.Offset + start, literal.Length);
        else
        {
            if (!NumberText.TryWrite(literal, Reserve(NumberText.MaxLength(literal.Length)), out var written))
            {
                cursor.At = start;
                return cursor.Fail(JsonFault.NumberTooLarge);
            }
            Keep(slot, written);
        }
        return true;
    }

    bool ReadElements(ref JsonCursor cursor, in ScannedText text, PathNode node, int shift, int level)
    {
        var element = node.Element!;
        cursor.Take('[');
        for (var index = 0; cursor.Current != ']'; index++)
        {
            if (index < node.MaxElements)
            {
                if (!ReadValue(ref cursor, text, element, shift + index * element.Count, level + 1)) return false;
            }
            else
            {
                if (!SkipValue(ref cursor, level + 1)) return false;
                if (node.MoreSlot >= 0) slots[node.MoreSlot + shift] = new Slot(SlotState.Composite, 0, 0);
            }
            cursor.SkipWhitespace();
            if (cursor.Current == ']') break;
            if (!cursor.Take(',')) return false;
            if (cursor.Current == ']') return cursor.FailHere();
        }
        cursor.At++;
        return true;
    }

    /// <summary>The members of an object that may be a wrapper; what its only value holds counts when it is one.</summary>
    bool ReadWrapper(ref JsonCursor cursor, in ScannedText text, PathNode node, int shift, int level)
    {
        var only = node.Only!;
        var (members, isObject) = (0, false);
        var first = new JsonKey();
        cursor.Take('{');
        while (cursor.Current != '}')
        {
            if (!cursor.TakeString(out var start, out var length)) return false;
            var key = new JsonKey(text.Bytes.Slice(start, length), cursor.LastStringIsEscaped);
            if (members == 0) first = key;
            if (members == 0 || !key.IsSameAs(first)) members++;
            var child = node.Keys.Find(key.Bytes, key.IsEscaped);
            cursor.SkipWhitespace();
            if (!cursor.Take(':')) return false;

            isObject = cursor.Current == '{';
            if (isObject && child is not null) slots[child.Slot + shift] = new Slot(SlotState.Composite, 0, 0);
            if (!(isObject ? ReadValue(ref cursor, text, only, shift, level + 1)
                : child is null ? SkipValue(ref cursor, level + 1) : ReadValue(ref cursor, text, child, shift, level + 1))) return false;
            if (!GoOn(ref cursor)) return false;
        }
        cursor.At++;
        if (members != 1 || !isObject) slots[only.Slot + shift] = default;
        return true;
    }

    /// <summary>Room at the end of the buffer. Spans of it that are in use stay valid: the old buffer is left as it is.</summary>
    Span<byte> Reserve(int length)
    {
        if (unescaped.Length - unescapedLength < length)
        {
            var larger = new byte[Math.Max(SmallestBuffer, 2 * (unescapedLength + length))];
            unescaped.AsSpan(0, unescapedLength).CopyTo(larger);
            unescaped = larger;
        }
        return unescaped.AsSpan(unescapedLength);
    }

    void Keep(int slot, int length)
    {
        slots[slot] = new Slot(SlotState.Unescaped, unescapedLength, length);
        unescapedLength += length;
    }
}

/// <summary>A text that is scanned, and where it is.</summary>
/// <param name="bytes">The text.</param>
/// <param name="state">Whether it is in the record or among the unescaped texts.</param>
/// <param name="offset">Where it begins there.</param>
readonly ref struct ScannedText(ReadOnlySpan<byte> bytes, SlotState state, int offset)
{
    public readonly ReadOnlySpan<byte> Bytes = bytes;

    public readonly SlotState State = state;

    public readonly int Offset = offset;
}
