namespace State;

/// <summary>The changed keys of a transaction, each once, in the order of their first writes.</summary>
public readonly struct StateChanges
{
    readonly ChangeTable _table;

    internal StateChanges(ChangeTable table) => _table = table;

    /// <summary>How many keys changed.</summary>
    public int Count => _table.Count;

    /// <summary>Starts at the first change.</summary>
    public Enumerator GetEnumerator() => new(_table);

    /// <summary>Goes through the changes; the overlay must not be written meanwhile.</summary>
    public struct Enumerator
    {
        readonly ChangeTable _table;
        int _index;

        internal Enumerator(ChangeTable table)
        {
            _table = table;
            _index = -1;
        }

        /// <summary>The change at hand.</summary>
        public readonly StateChange Current => _table[_index];

        /// <summary>Goes to the next change.</summary>
        public bool MoveNext() => ++_index < _table.Count;
    }
}
