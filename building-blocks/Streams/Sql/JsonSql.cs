namespace Streams;

/// <summary>
/// Calls of SQL's JSON functions. Every path is lax, and what is absent, or no JSON, is NULL: Flink's defaults are strict in part.
/// </summary>
static class JsonSql
{
    /// <summary>The text of a scalar; NULL when there is none.</summary>
    public static string Value(string json, string path) => $"JSON_VALUE({json}, 'lax {path}' NULL ON EMPTY NULL ON ERROR)";

    /// <summary>An object or array as JSON.</summary>
    public static string Query(string json, string path) => $"JSON_QUERY({json}, 'lax {path}' NULL ON EMPTY NULL ON ERROR)";

    /// <summary>Whether there is a value other than null.</summary>
    public static string Exists(string json, string path) => $"JSON_EXISTS({json}, 'lax {path}')";
}
