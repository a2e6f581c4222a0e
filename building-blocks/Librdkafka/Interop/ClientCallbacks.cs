using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Librdkafka;

/// <summary>
/// Where librdkafka's callbacks arrive. All but the request for a token run inside the client's own calls, on the caller's thread; an
/// exception must not cross native frames, so the first one is kept here and thrown when the call returns.
/// </summary>
internal sealed unsafe class ClientCallbacks(ClientEvents events, TopicNames names)
{
    const int ReasonSize = 512;
    static readonly ConsumerEvents NoEvents = new();
    ExceptionDispatchInfo? _failure;
    ClientHandle? _client;

    /// <summary>Set by the consumer: assign or revoke, the partitions.</summary>
    internal Action<ErrorCode, TopicPartition[]>? Rebalance { get; set; }

    /// <summary>Set when the owner is done listening: rebalances are still answered, nothing is told.</summary>
    internal bool Muted { get; set; }

    /// <summary>Throws what a handler threw during the call that has just returned.</summary>
    internal void ThrowIfFailed()
    {
        if (_failure is null) return;
        ExceptionDispatchInfo failure = _failure;
        _failure = null;
        failure.Throw();
    }

    /// <summary>From now on the library may ask for tokens.</summary>
    internal void ServeTokens(ClientHandle owner)
    {
        if (events.TokenNeeded is null) return;
        _client = owner;
        KafkaException.ThrowIfFailed(Native.rd_kafka_sasl_background_callbacks_enable(owner), "Serving requests for tokens");
    }

    internal void Failed(Exception exception) => _failure ??= ExceptionDispatchInfo.Capture(exception);

    internal void Register(nint configuration)
    {
        Native.rd_kafka_conf_set_log_cb(configuration, &OnLog);

        // Without the callback the library writes its errors to the log.
        if (events.Error is not null) Native.rd_kafka_conf_set_error_cb(configuration, &OnError);
        if (events.TokenNeeded is not null)
        {
            Native.rd_kafka_conf_enable_sasl_queue(configuration, 1);
            Native.rd_kafka_conf_set_oauthbearer_token_refresh_cb(configuration, &OnTokenNeeded);
        }

        if (events.Statistics is not null) Native.rd_kafka_conf_set_stats_cb(configuration, &OnStatistics);
        if (events is ProducerEvents { Delivered: not null }) Native.rd_kafka_conf_set_dr_msg_cb(configuration, &OnDelivered);
        if (events is not ConsumerEvents consumer) return;
        Native.rd_kafka_conf_set_rebalance_cb(configuration, &OnRebalance);
        if (consumer.Committed is not null) Native.rd_kafka_conf_set_offset_commit_cb(configuration, &OnCommitted);
    }

    /// <summary>An error that arrived in place of a record, or by the error callback.</summary>
    internal void Report(nint client, ErrorCode code, string reason, TopicPartitionOffset? position)
    {
        bool fatal = code == ErrorCode.Fatal;
        if (fatal)
        {
            byte* text = stackalloc byte[ReasonSize];
            code = Native.rd_kafka_fatal_error(client, text, ReasonSize);
            reason = Text.From(text);
        }

        Events.Error?.Invoke(new ClientError(code, reason, fatal, position));
    }

    ClientEvents Events => Muted ? NoEvents : events;

    TopicNames Names => names;

    static ClientCallbacks? Of(nint opaque) => (ClientCallbacks?)GCHandle.FromIntPtr(opaque).Target;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void OnLog(nint client, int severity, byte* facility, byte* message)
    {
        if (Of(Native.rd_kafka_opaque(client)) is not { } self || self.Events.Log is not { } log) return;
        try
        {
            log(new LogLine(LogLine.LevelOf(severity), Text.From(facility), Text.From(message)));
        }
        catch (Exception exception)
        {
            self.Failed(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void OnError(nint client, ErrorCode code, byte* reason, nint opaque)
    {
        if (Of(opaque) is not { } self) return;
        try
        {
            self.Report(client, code, Text.From(reason), position: null);
        }
        catch (Exception exception)
        {
            self.Failed(exception);
        }
    }

    /// <summary>
    /// On a thread of the library's, which blocks all signals: there a null reference would end the process. Also for a muted
    /// client: leaving the group may need a new connection.
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void OnTokenNeeded(nint client, byte* configuration, nint opaque)
    {
        if (Of(opaque) is not { _client: { } owner } self) return;
        TokenRequest request = new(owner, Text.From(configuration));
        ThreadPool.UnsafeQueueUserWorkItem(self.Answer, request, preferLocal: false);
    }

    void Answer(TokenRequest request)
    {
        try
        {
            events.TokenNeeded!(request);
        }
        catch (Exception exception)
        {
            Refuse(request, exception.Message);
        }
    }

    static void Refuse(TokenRequest request, string reason)
    {
        try
        {
            request.Fail(reason);
        }
        catch (Exception failure) when (failure is ObjectDisposedException or KafkaException)
        {
            // The client is going: it needs no token any more.
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static int OnStatistics(nint client, byte* json, nuint length, nint opaque)
    {
        if (Of(opaque) is not { } self) return 0;
        try
        {
            self.Events.Statistics?.Invoke(new ReadOnlySpan<byte>(json, checked((int)length)));
        }
        catch (Exception exception)
        {
            self.Failed(exception);
        }

        // 0: the JSON stays the library's to free.
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void OnDelivered(nint client, NativeMessage* message, nint opaque)
    {
        if (Of(opaque) is not { } self) return;
        try
        {
            var persistence = (RecordPersistence)Native.rd_kafka_message_status(message);
            ((ProducerEvents)self.Events).Delivered!(new DeliveryReport(
                message->Private, self.Names.Of(message->Topic), message->Partition, message->Offset, message->Error, persistence));
        }
        catch (Exception exception)
        {
            self.Failed(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void OnRebalance(nint client, ErrorCode code, NativeTopicPartitionList* partitions, nint opaque)
    {
        if (Of(opaque) is not { } self) return;
        try
        {
            self.Rebalance?.Invoke(code, PartitionList.Partitions(partitions));
        }
        catch (Exception exception)
        {
            self.Failed(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void OnCommitted(nint client, ErrorCode code, NativeTopicPartitionList* offsets, nint opaque)
    {
        if (Of(opaque) is not { } self) return;
        try
        {
            ((ConsumerEvents)self.Events).Committed?.Invoke(code, PartitionList.Read(offsets));
        }
        catch (Exception exception)
        {
            self.Failed(exception);
        }
    }
}
