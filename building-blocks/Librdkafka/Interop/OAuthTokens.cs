using System.Runtime.InteropServices;

namespace Librdkafka;

/// <summary>Hands OAuth bearer tokens to a client.</summary>
internal static unsafe class OAuthTokens
{
    const string Operation = "Setting the OAuth bearer token";
    const int ErrorSize = 512;

    internal static void Set(ClientHandle client, OAuthToken token)
    {
        byte* error = stackalloc byte[ErrorSize];
        IEnumerable<string> extensions = token.Extensions?.SelectMany(pair => (string[])[pair.Key, pair.Value]) ?? [];
        nint[] pointers = [.. extensions.Select(Marshal.StringToCoTaskMemUTF8)];
        try
        {
            fixed (nint* first = pointers)
            {
                long expires = token.Expires.ToUnixTimeMilliseconds();
                ErrorCode code = Native.rd_kafka_oauthbearer_set_token(
                    client, token.Value, expires, token.Principal, first, (nuint)pointers.Length, error, ErrorSize);
                if (code != ErrorCode.NoError) throw new KafkaException(code, Operation, Text.From(error));
            }
        }
        finally
        {
            foreach (nint pointer in pointers) Marshal.FreeCoTaskMem(pointer);
        }
    }

    internal static void Fail(ClientHandle client, string reason)
    {
        string said = reason.Length == 0 ? "no reason given" : reason;
        KafkaException.ThrowIfFailed(Native.rd_kafka_oauthbearer_set_token_failure(client, said), "Refusing the OAuth bearer token");
    }
}
