namespace State;

/// <summary>Every limit of copies.</summary>
internal static class CopyLimits
{
    /// <summary>Bytes of a blob, unless a page of the log is longer: few enough requests, and little sent again for a short tail.</summary>
    public const long BlobBytes = 4 * 1024 * 1024;

    /// <summary>Blobs sent at once: beside the work of the service.</summary>
    public const int Uploads = 4;

    /// <summary>Blobs fetched at once: the service waits for them.</summary>
    public const int Downloads = 16;

    /// <summary>Small blobs read or deleted at once.</summary>
    public const int SmallRequests = 8;

    /// <summary>A blob that no copy names is deleted after this time: until then a copy may be under way that will name it.</summary>
    public static readonly TimeSpan UnnamedAge = TimeSpan.FromDays(1);
}
