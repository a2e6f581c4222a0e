using System.Runtime.InteropServices;

namespace Librdkafka;

/// <summary>
/// A client needs an OAuth bearer token. Answer it by <see cref="Set"/> or <see cref="Fail"/>, at once or later, from any thread; until
/// then the client does not connect.
/// </summary>
public sealed class TokenRequest
{
    readonly ClientHandle _client;

    internal TokenRequest(ClientHandle client, string configuration) => (_client, Configuration) = (client, configuration);

    /// <summary>The setting <c>sasl.oauthbearer.config</c>; empty when it is not set.</summary>
    public string Configuration { get; }

    /// <summary>The client itself, for other bindings of the library; to be used with DangerousAddRef and DangerousRelease.</summary>
    public SafeHandle Client => _client;

    /// <summary>Gives the client its token.</summary>
    /// <exception cref="KafkaException">
    /// The token has ended already, or has characters that the protocol does not allow; the reason says which.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The client is gone.</exception>
    public void Set(OAuthToken token) => OAuthTokens.Set(_client, token);

    /// <summary>There is no token: the reason comes to <see cref="ClientEvents.Error"/>, and the client asks again after 10 s.</summary>
    /// <exception cref="ObjectDisposedException">The client is gone.</exception>
    public void Fail(string reason) => OAuthTokens.Fail(_client, reason);
}
