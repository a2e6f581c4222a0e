namespace Views;

/// <summary>Every bound of a view.</summary>
public static class ViewLimits
{
    /// <summary>Most records of one transaction.</summary>
    public const int BatchRecords = 500;

    /// <summary>Most connections to the database.</summary>
    public const int Connections = 10;

    /// <summary>Most rows of one page.</summary>
    public const int MaxPageRows = 1000;

    /// <summary>Rows of a page when the request does not say.</summary>
    public const int PageRows = 100;

    /// <summary>A page ends early, and says where to go on, once its rows have this many characters.</summary>
    public const int PageCharacters = 8 * 1024 * 1024;

    /// <summary>Longest wait for a connection.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Longest statement of a request.</summary>
    public static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Longest statement of a consumer, and of schema changes.</summary>
    public static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(30);
}
