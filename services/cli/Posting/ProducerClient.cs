using System.Net;
using System.Net.Http.Headers;

namespace Cli;

/// <summary>A producer said no to an event: trying again is of no use.</summary>
sealed class EventRefusedException(string message) : Exception(message);

/// <summary>Posts to one producer service until it answers. The event's uuid makes a repeated request harmless, so a service or a database
/// that is away for a while costs time and nothing else.</summary>
sealed class ProducerClient(string service, Uri address, TimeProvider time) : IDisposable
{
    static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(5);
    const int ShownAnswerLength = 2_000;

    readonly HttpClient _http = new() { BaseAddress = address, Timeout = RequestTimeout };

    /// <exception cref="EventRefusedException">The service refused it, or did not answer for five minutes.</exception>
    public async Task Post(EventBatch batch, CancellationToken cancellationToken)
    {
        var path = batch.Count == 1 ? "/api/v1/events" : "/api/v1/events/bulk";
        var body = batch.Body();
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var problem = await TryPost(path, body, cancellationToken);
            if (problem is null) return;
            if (time.GetElapsedTime(started) > GiveUpAfter)
                throw new EventRefusedException($"{service} took no events for {GiveUpAfter.TotalMinutes} minutes: {problem}");
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Null when the events are stored, else why they may be soon.</summary>
    async Task<string?> TryPost(string path, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new ReadOnlyMemoryContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await _http.PostAsync(path, content, cancellationToken);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created) return null;
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            if (IsTemporary(response.StatusCode)) return $"{(int)response.StatusCode} {answer}";
            throw new EventRefusedException(
                $"{service} answered POST {path} with {(int)response.StatusCode}: {answer[..Math.Min(answer.Length, ShownAnswerLength)]}");
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return e.Message;
        }
    }

    static bool IsTemporary(HttpStatusCode status) =>
        status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
            or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;
}
