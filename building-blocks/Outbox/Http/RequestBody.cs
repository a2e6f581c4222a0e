using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Outbox;

/// <summary>Reads a request's body: JSON in UTF-8, bounded in size and time.</summary>
static class RequestBody
{
    static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);
    const int FirstBufferBytes = 4 * 1024;

    /// <summary>The whole body.</summary>
    /// <exception cref="RefusedRequestException">400: not JSON in UTF-8 by its headers; 408: too slow; 413: too large.</exception>
    public static async Task<ReadOnlyMemory<byte>> Read(HttpContext context, int maxBytes)
    {
        CheckHeaders(context.Request);
        if (context.Request.ContentLength > maxBytes) throw TooLarge(maxBytes);
        using var timeout = new CancellationTokenSource(MaxTime, context.RequestServices.Time());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        try
        {
            return await ReadAll(context.Request, maxBytes, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new RefusedRequestException(StatusCodes.Status408RequestTimeout, "",
                $"the body took longer than {MaxTime.TotalSeconds} s");
        }
    }

    static async Task<ReadOnlyMemory<byte>> ReadAll(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[(int)(request.ContentLength + 1 ?? FirstBufferBytes)];
        for (var length = 0; ;)
        {
            var read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0) return buffer.AsMemory(0, length);
            length += read;
            if (length > maxBytes) throw TooLarge(maxBytes);
            if (length == buffer.Length) Array.Resize(ref buffer, Math.Min(buffer.Length * 2, maxBytes + 1));
        }
    }

    static void CheckHeaders(HttpRequest request)
    {
        const string header = "Content-Type";
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !(type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)))
        {
            throw new RefusedRequestException(StatusCodes.Status400BadRequest, header,
                $"is {(request.ContentType is { } given ? $"'{given}'" : "missing")}: send JSON, with Content-Type: application/json");
        }
        if (type.Charset is { HasValue: true } charset && !charset.Value!.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedRequestException(StatusCodes.Status400BadRequest, header, $"names the charset '{charset}': JSON is UTF-8");
        }
        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw new RefusedRequestException(StatusCodes.Status400BadRequest, "Content-Encoding",
                $"is '{request.Headers.ContentEncoding}': send the body uncompressed");
        }
    }

    static RefusedRequestException TooLarge(int maxBytes) =>
        new(StatusCodes.Status413PayloadTooLarge, "", $"the body is too large: at most {maxBytes} bytes are accepted");
}
