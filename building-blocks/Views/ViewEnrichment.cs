namespace Views;

/// <summary>
/// What a join adds to the rows of a view: a compacted topic whose key is the row's id and whose newest value counts; a tombstone takes it
/// back. The columns are kept in a table of their own and met when rows are read, so it does not matter which of the two comes first.
/// </summary>
/// <param name="Topic">Topic it reads unless <c>KAFKA_JOINED_TOPIC</c> names another.</param>
/// <param name="Columns">Columns that it adds, of names that the view does not have; null until the topic says something.</param>
public sealed record ViewEnrichment(string Topic, IReadOnlyList<ViewColumn> Columns);
