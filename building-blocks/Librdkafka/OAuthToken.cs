namespace Librdkafka;

/// <summary>A token for <c>sasl.mechanisms=OAUTHBEARER</c> (RFC 7628).</summary>
/// <param name="Value">The token, a JWT as a rule.</param>
/// <param name="Expires">When it ends. At four fifths of the time left the client asks for the next one.</param>
/// <param name="Principal">Who it is for, for log lines; may be empty.</param>
/// <param name="Extensions">SASL extensions (RFC 7628 section 3.1): names of letters only; null for none.</param>
public sealed record OAuthToken(
    string Value, DateTimeOffset Expires, string Principal = "", IReadOnlyDictionary<string, string>? Extensions = null)
{
    /// <summary>The token itself is never printed.</summary>
    public override string ToString() => $"token of '{Principal}' until {Expires:O}";
}
