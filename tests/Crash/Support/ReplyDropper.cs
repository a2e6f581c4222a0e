using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Crash.Support;

/// <summary>
/// A proxy before a broker that, when asked, lets a transaction's end reach the broker and drops its reply: the client cannot know whether
/// it was committed. Kafka's frames: a request begins with size, api key, version and correlation id, a reply with size and correlation id.
/// </summary>
sealed class ReplyDropper : IAsyncDisposable
{
    const short EndTransaction = 26;
    const int SizeBytes = 4;
    const int LargestHead = 8;

    readonly TcpListener listener;
    readonly CancellationTokenSource stopping = new();
    readonly List<Task> running = [];
    int brokerPort;
    Drop? armed;

    public ReplyDropper(int port)
    {
        listener = new TcpListener(IPAddress.Loopback, port);
        Servers = $"127.0.0.1:{port}";
    }

    /// <summary>What clients connect to.</summary>
    public string Servers { get; }

    public void Start(int port)
    {
        brokerPort = port;
        listener.Start();
        running.Add(Accept());
    }

    /// <summary>Drops the reply to the transaction that ends after so many others. The task ends when that was done.</summary>
    /// <param name="after">Transactions whose end passes before.</param>
    /// <param name="cut">Closes the connection as well; else the client waits for a reply that never comes.</param>
    public Task DropOne(int after, bool cut)
    {
        var drop = new Drop(after, cut);
        Volatile.Write(ref armed, drop);
        return drop.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    async Task Accept()
    {
        while (!stopping.IsCancellationRequested) running.Add(Serve(await listener.AcceptTcpClientAsync(stopping.Token)));
    }

    async Task Serve(TcpClient client)
    {
        using var broker = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            await broker.ConnectAsync(IPAddress.Loopback, brokerPort, stopping.Token);
            var connection = new Connection();
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            var requests = Copy(client, broker, head => Request(connection, head), ended.Token);
            var replies = Copy(broker, client, head => Reply(connection, head), ended.Token);
            await Task.WhenAny(requests, replies);
            await ended.CancelAsync();
            await Task.WhenAll(requests, replies).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Frame by frame; the head decides whether the frame passes. An exception of it ends the connection.</summary>
    static async Task Copy(TcpClient from, TcpClient to, Func<ReadOnlyMemory<byte>, bool> passes, CancellationToken cancelled)
    {
        var (input, output) = (from.GetStream(), to.GetStream());
        var size = new byte[SizeBytes];
        while (true)
        {
            await input.ReadExactlyAsync(size, cancelled);
            var frame = new byte[SizeBytes + BinaryPrimitives.ReadInt32BigEndian(size)];
            size.CopyTo(frame, 0);
            await input.ReadExactlyAsync(frame.AsMemory(SizeBytes), cancelled);
            var head = frame.AsMemory(SizeBytes, Math.Min(LargestHead, frame.Length - SizeBytes));
            if (passes(head)) await output.WriteAsync(frame, cancelled);
        }
    }

    bool Request(Connection connection, ReadOnlyMemory<byte> head)
    {
        if (BinaryPrimitives.ReadInt16BigEndian(head.Span) != EndTransaction) return true;
        if (Volatile.Read(ref armed) is not { } drop || Interlocked.Decrement(ref drop.After) >= 0) return true;
        if (Interlocked.CompareExchange(ref armed, null, drop) != drop) return true;
        connection.Lost = (BinaryPrimitives.ReadInt32BigEndian(head.Span[4..]), drop);
        return true;
    }

    static bool Reply(Connection connection, ReadOnlyMemory<byte> head)
    {
        if (connection.Lost is not var (correlation, drop) || BinaryPrimitives.ReadInt32BigEndian(head.Span) != correlation) return true;
        connection.Lost = null;
        drop.Done.TrySetResult();
        return drop.Cut ? throw new IOException("The reply is lost with its connection.") : false;
    }

    sealed class Connection
    {
        internal (int Correlation, Drop Drop)? Lost { get; set; }
    }

    sealed class Drop(int after, bool cut)
    {
        internal int After = after;

        internal bool Cut => cut;

        internal TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
