namespace Streams;

/// <summary>A column of a view.</summary>
/// <param name="Expression">What it is, over columns of the view below.</param>
/// <param name="Name">Its name, unquoted.</param>
readonly record struct SqlColumn(string Expression, string Name);
