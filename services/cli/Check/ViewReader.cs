using System.Net.Http.Json;
using System.Text.Json;

namespace Cli;

/// <summary>Reads one view through its consumer's HTTP API.</summary>
sealed class ViewReader(ViewTable view, Uri consumer) : IDisposable
{
    const int PageSize = 1_000;
    static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    readonly HttpClient _http = new() { BaseAddress = consumer, Timeout = RequestTimeout };

    public ViewTable View => view;

    /// <summary>What the consumer says of itself; null while it does not answer.</summary>
    public async Task<ViewStatus?> Status(CancellationToken cancellationToken)
    {
        try
        {
            return await _http.GetFromJsonAsync<ViewStatus>("/views/status", JsonSerializerOptions.Web, cancellationToken);
        }
        catch (Exception e) when (IsAway(e, cancellationToken))
        {
            return null;
        }
    }

    /// <summary>All rows, in the order of their ids, or null when the consumer went away meanwhile.</summary>
    public async Task<bool> Read(Action<JsonElement> row, CancellationToken cancellationToken)
    {
        try
        {
            string? after = null;
            do
            {
                var start = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
                var page = await _http.GetFromJsonAsync<JsonElement>($"/{view.Name}?limit={PageSize}{start}", cancellationToken);
                foreach (var item in page.GetProperty("items").EnumerateArray()) row(item);
                after = page.GetProperty("next").GetString();
            }
            while (after is not null);
            return true;
        }
        catch (Exception e) when (IsAway(e, cancellationToken))
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    static bool IsAway(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}

/// <summary>The part of <c>GET /views/status</c> that the check looks at.</summary>
sealed record ViewStatus(long Records, long? Lag, string? Problem);
