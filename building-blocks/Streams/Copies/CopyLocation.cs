using State;

namespace Streams;

/// <summary>Reads where copies are.</summary>
static class CopyLocation
{
    const string Wanted = "give s3://bucket or s3://bucket/prefix, or file:///folder";

    public static string? Fault(string location)
    {
        if (!Uri.TryCreate(location, UriKind.Absolute, out var uri)) return $"'{location}' is no location: {Wanted}.";
        return uri switch
        {
            // The text is not repeated: it holds a secret.
            { UserInfo.Length: > 0 } => "The location must not hold credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
            { Query.Length: > 0 } or { Fragment.Length: > 0 } => $"'{location}' says more than a place: {Wanted}.",
            { Scheme: "s3", Host.Length: > 0, Port: -1 } => null,
            { Scheme: "file", Host: "", AbsolutePath.Length: > 1 } => null,
            _ => $"'{location}' is no location: {Wanted}.",
        };
    }

    /// <exception cref="ArgumentException">It is none.</exception>
    /// <exception cref="IOException">The client cannot be made with what the environment says.</exception>
    public static ICheckpointStorage Open(string location)
    {
        if (Fault(location) is { } fault) throw new ArgumentException(fault, nameof(location));
        var uri = new Uri(location);
        return uri.Scheme == "file"
            ? new FolderStorage(uri.LocalPath)
            : new S3Storage(uri.Host, Uri.UnescapeDataString(uri.AbsolutePath).Trim('/'));
    }
}
