using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using State;

namespace Streams;

/// <summary>
/// A bucket of S3-compatible storage. Endpoint, region and credentials are those of the environment, as every AWS tool reads them; with an
/// endpoint the bucket is in the path, as few other servers know it by host name.
/// </summary>
sealed class S3Storage : ICheckpointStorage
{
    /// <summary>Servers that are not Amazon's have no regions, but signatures name one.</summary>
    const string AnyRegion = "us-east-1";

    /// <summary>A request that fails for a reason that may pass is made so many times more by the client itself.</summary>
    const int Retries = 2;

    /// <summary>For one request, with a blob of some megabytes.</summary>
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    readonly string _bucket;
    readonly string _prefix;
    readonly string _place;
    readonly AmazonS3Client _client;

    /// <exception cref="IOException">The environment is not complete.</exception>
    public S3Storage(string bucket, string prefix)
    {
        _bucket = bucket;
        _prefix = prefix.Length == 0 ? "" : $"{prefix}/";
        var endpoint = Variable("AWS_ENDPOINT_URL_S3") ?? Variable("AWS_ENDPOINT_URL");
        _place = $"s3://{bucket}{(endpoint is null ? "" : $" at {endpoint}")}";
        try
        {
            _client = Credentials() is { } credentials
                ? new AmazonS3Client(credentials, Configuration(endpoint))
                : new AmazonS3Client(Configuration(endpoint));
        }
        catch (AmazonClientException failure)
        {
            throw new IOException($"{_place}: {failure.Message}: set AWS_REGION, or AWS_ENDPOINT_URL_S3 for other servers", failure);
        }
    }

    /// <inheritdoc/>
    public Task Put(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => Asked(async () =>
    {
        using var stream = Stream(bytes);
        return await _client.PutObjectAsync(
            new PutObjectRequest { BucketName = _bucket, Key = _prefix + name, InputStream = stream, UseChunkEncoding = false },
            cancellationToken);
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<byte[]?> Get(string name, CancellationToken cancellationToken) => Asked(async () =>
    {
        try
        {
            using var answer = await _client.GetObjectAsync(_bucket, _prefix + name, cancellationToken);
            var bytes = new byte[answer.ContentLength];
            await answer.ResponseStream.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }
        catch (AmazonS3Exception missing) when (missing.ErrorCode == "NoSuchKey")
        {
            return null;
        }
    }, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredBlob> List(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = _prefix + prefix };
        do
        {
            var page = await Asked(() => _client.ListObjectsV2Async(request, cancellationToken), cancellationToken);
            foreach (var found in page.S3Objects ?? [])
            {
                var written = found.LastModified is { } time ? new DateTimeOffset(time.ToUniversalTime()) : DateTimeOffset.MaxValue;
                yield return new StoredBlob(found.Key[_prefix.Length..], found.Size ?? 0, written);
            }
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    /// <inheritdoc/>
    public Task Delete(string name, CancellationToken cancellationToken) =>
        Asked(() => _client.DeleteObjectAsync(_bucket, _prefix + name, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>Those of the environment; without them the client looks where AWS tools look: profiles, the role of the machine.</summary>
    static AWSCredentials? Credentials()
    {
        if (Variable("AWS_ACCESS_KEY_ID") is not { } key || Variable("AWS_SECRET_ACCESS_KEY") is not { } secret) return null;
        return Variable("AWS_SESSION_TOKEN") is { } token
            ? new SessionAWSCredentials(key, secret, token)
            : new BasicAWSCredentials(key, secret);
    }

    static AmazonS3Config Configuration(string? endpoint)
    {
        var settings = new AmazonS3Config
        {
            Timeout = Timeout,
            MaxErrorRetry = Retries,
            // Blobs are named by what is in them, which is checked when they are read: servers need not know newer checksums.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (endpoint is null) return settings;
        settings.ServiceURL = endpoint;
        settings.ForcePathStyle = true;
        settings.AuthenticationRegion = Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? AnyRegion;
        return settings;
    }

    /// <summary>Turns the client's failures into ours. Its messages name key ids at most, never secrets.</summary>
    async Task<T> Asked<T>(Func<Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await request();
        }
        catch (AmazonS3Exception failure)
        {
            throw new IOException($"{_place}: {failure.ErrorCode}: {failure.Message}{WayOut(failure)}", failure);
        }
        catch (Exception failure) when (failure is AmazonClientException or HttpRequestException)
        {
            throw new IOException($"{_place}: {failure.GetBaseException().Message}", failure);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{_place}: no answer within {Timeout.TotalSeconds:0} s", failure);
        }
    }

    static string WayOut(AmazonS3Exception failure) => failure switch
    {
        { StatusCode: HttpStatusCode.Forbidden } => " (check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, and what they may do there)",
        { ErrorCode: "NoSuchBucket" } => " (make the bucket first)",
        _ => "",
    };

    static MemoryStream Stream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);

    static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
