using Confluent.Kafka;
using Librdkafka;

namespace KafkaRider;

/// <summary>Gives the rider's clients their OAuth tokens by a handler of user code.</summary>
internal sealed class TokenHandler(Action<IClient, string> handler, TimeProvider time)
{
    /// <summary>
    /// Runs the handler on a pool thread: the library blocks all signals on its own, where an ordinary NullReferenceException would end
    /// the process.
    /// </summary>
    internal void TokenNeeded(TokenRequest request) => ThreadPool.QueueUserWorkItem(Answer, request, preferLocal: false);

    void Answer(TokenRequest request)
    {
        try
        {
            handler(new TokenClient(request, time), request.Configuration);
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
        catch (ObjectDisposedException)
        {
            // The client is gone: it needs no token any more.
        }
    }
}
