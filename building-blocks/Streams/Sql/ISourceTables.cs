namespace Streams;

/// <summary>What views over a table of records must know of it.</summary>
interface ISourceTables
{
    /// <summary>The column with a record's value as bytes.</summary>
    string Value { get; }

    /// <summary>The other columns of a record, which are carried through.</summary>
    IReadOnlyList<string> Carried { get; }

    /// <summary>The words that create a view.</summary>
    string CreateView { get; }
}
