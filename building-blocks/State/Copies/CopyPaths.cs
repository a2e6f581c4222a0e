namespace State;

/// <summary>
/// The names of blobs: <c>copies/PREFIX/NAME.json</c> describes a copy of a store, <c>blobs/PREFIX/HASH</c> is a part of its files.
/// All descriptions are together, so that they are listed without the many blobs.
/// </summary>
internal static class CopyPaths
{
    const string CopyFolder = "copies/";
    const string BlobFolder = "blobs/";
    const string Ending = ".json";

    /// <summary>Where the descriptions of copies are.</summary>
    public static string Copies(string prefix) => $"{CopyFolder}{prefix}/";

    /// <summary>Where what they name is.</summary>
    public static string Blobs(string prefix) => $"{BlobFolder}{prefix}/";

    public static string Of(string prefix, CopyName copy) => $"{Copies(prefix)}{copy}{Ending}";

    public static string Of(string prefix, string blob) => Blobs(prefix) + blob;

    /// <summary>The copy that a blob describes, and the prefix of its store; null when it is something else.</summary>
    public static (string Prefix, CopyName Copy)? CopyOf(string blob)
    {
        var slash = blob.LastIndexOf('/');
        if (slash <= CopyFolder.Length || !blob.StartsWith(CopyFolder, StringComparison.Ordinal)) return null;
        if (!blob.EndsWith(Ending, StringComparison.Ordinal)) return null;
        return CopyName.Parse(blob[(slash + 1)..^Ending.Length]) is { } copy ? (blob[CopyFolder.Length..slash], copy) : null;
    }
}
