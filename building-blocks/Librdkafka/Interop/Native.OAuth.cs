using System.Runtime.InteropServices;

namespace Librdkafka;

/// <summary>SASL OAUTHBEARER.</summary>
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_enable_sasl_queue(nint configuration, int enable);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_set_oauthbearer_token_refresh_cb(
        nint configuration, delegate* unmanaged[Cdecl]<nint, byte*, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_sasl_background_callbacks_enable(ClientHandle client);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode rd_kafka_oauthbearer_set_token(
        ClientHandle client,
        string token,
        long expiresMilliseconds,
        string principal,
        nint* extensions,
        nuint extensionSize,
        byte* error,
        nuint errorSize);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode rd_kafka_oauthbearer_set_token_failure(ClientHandle client, string reason);
}
