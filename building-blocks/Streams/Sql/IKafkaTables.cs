namespace Streams;

/// <summary>Topics as tables, in one product's way.</summary>
interface IKafkaTables : ISourceTables
{
    /// <summary>The statement before all others.</summary>
    string Settings { get; }

    /// <summary>The columns of an output table that are written, as a list.</summary>
    string Columns { get; }

    string SourceName(Source source);

    string SinkName(Filter filter);

    /// <summary>The statement that makes a source's table readable.</summary>
    string Source(Source source);

    /// <summary>The statement that makes a filter's output table writable.</summary>
    string Sink(Filter filter);

    /// <summary>What to select for <see cref="Columns"/>.</summary>
    /// <param name="value">The column with the value to write.</param>
    /// <param name="addedHeaders">A map of headers to add.</param>
    string Selected(string value, string addedHeaders);
}
