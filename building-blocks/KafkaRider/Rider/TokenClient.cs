using Confluent.Kafka;
using Librdkafka;

namespace KafkaRider;

/// <summary>
/// What a token handler gets as its client: Confluent's <c>OAuthBearerSetToken</c> and <c>OAuthBearerSetTokenFailure</c> reach the rider's
/// client by it, at once or later.
/// </summary>
internal sealed class TokenClient(TokenRequest request, TimeProvider time) : IClient
{
    /// <exception cref="ObjectDisposedException">The client is gone.</exception>
    public Handle Handle => ConfluentHandle.Lease(request.Client, time);

    public string Name => nameof(KafkaRider);

    public int AddBrokers(string brokers) => throw Unsupported(nameof(AddBrokers));

    public void SetSaslCredentials(string username, string password) => throw Unsupported(nameof(SetSaslCredentials));

    public void Dispose()
    {
        // The client is the rider's.
    }

    static NotSupportedException Unsupported(string call) => new(
        $"{call} is not possible here: a token handler's client takes OAuthBearerSetToken or OAuthBearerSetTokenFailure.");
}
