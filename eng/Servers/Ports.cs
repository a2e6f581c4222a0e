using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Servers;

/// <summary>Loopback ports.</summary>
public static class Ports
{
    /// <summary>Free ports are taken from here: below those that the system gives to outgoing connections, one of which could otherwise
    /// take a port between its choice and its use.</summary>
    const int First = 15_000;

    const int Last = 31_999;

    /// <summary>A port of 127.0.0.1 that was free a moment ago.</summary>
    public static int Free() => FreeBlock(1);

    /// <summary>The first of so many neighbouring ports of 127.0.0.1 that were free a moment ago.</summary>
    public static int FreeBlock(int count)
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, Last + 1 - count);
            if (Enumerable.Range(port, count).All(IsFree)) return port;
        }
    }

    /// <summary>Whether a server could listen on a port of 127.0.0.1.</summary>
    public static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Whether something accepts connections on a port of 127.0.0.1.</summary>
    public static async Task<bool> IsOpen(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
