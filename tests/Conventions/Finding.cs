namespace Conventions;

/// <summary>One breach of a convention, in the form that editors and CI make clickable.</summary>
/// <param name="Path">File or folder.</param>
/// <param name="Line">Line from 1.</param>
/// <param name="Message">What is wrong, and what to use instead.</param>
internal sealed record Finding(string Path, int Line, string Message)
{
    public override string ToString() => $"{Path}:{Line}: error: {Message}";
}

/// <summary>One convention. A new one is a new file in <c>Rules</c>: the tests find it.</summary>
internal interface IRule
{
    IEnumerable<Finding> Check(Repository repository);
}
