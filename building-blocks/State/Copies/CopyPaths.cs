namespace State;

/// <summary>The names of blobs below a store's prefix.</summary>
internal static class CopyPaths
{
    const string Ending = ".json";

    /// <summary>Where the descriptions of copies are.</summary>
    public static string Copies(string prefix) => $"{prefix}/copies/";

    /// <summary>Where what they name is.</summary>
    public static string Blobs(string prefix) => $"{prefix}/blobs/";

    public static string Of(string prefix, CopyName copy) => $"{Copies(prefix)}{copy}{Ending}";

    public static string Of(string prefix, string blob) => Blobs(prefix) + blob;

    /// <summary>The copy that a blob describes; null when it is something else.</summary>
    public static CopyName? CopyOf(string name) =>
        name.EndsWith(Ending, StringComparison.Ordinal) ? CopyName.Parse(name[(name.LastIndexOf('/') + 1)..^Ending.Length]) : null;
}
