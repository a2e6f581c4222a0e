using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Librdkafka.Tests;

/// <summary>OAuth bearer tokens: a client asks for one at its start and before each ends, also while its owner waits in a call.</summary>
public class TokenTests
{
    const string Nobody = "127.0.0.1:1";
    const string Configuration = "scope=test";

    [Fact]
    public void A_client_asks_for_its_first_token_and_again_before_it_ends_without_being_polled()
    {
        ConcurrentQueue<string> asked = new();
        using Consumer consumer = Consumer.Create(
            Clients.ConsumerSettings(Nobody, "group", Bearer()),
            new ConsumerEvents
            {
                TokenNeeded = request =>
                {
                    asked.Enqueue(request.Configuration);
                    request.Set(Token(TimeSpan.FromSeconds(1.5)));
                },
            });

        SpinWait.SpinUntil(() => asked.Count >= 2, Clients.Patience).ShouldBeTrue();

        asked.ShouldAllBe(configuration => configuration == Configuration);
    }

    [Fact]
    public async Task A_token_set_later_from_another_thread_lets_a_waiting_call_go_to_the_broker()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        TaskCompletionSource<TokenRequest> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using Admin admin = Admin.Create(
            Clients.Settings($"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", Bearer()),
            TimeSpan.FromSeconds(1),
            new ClientEvents { TokenNeeded = asked.SetResult });
        Task<string> waiting = admin.ClusterId();
        TokenRequest request = await asked.Task.WaitAsync(Clients.Patience);
        listener.Pending().ShouldBeFalse();

        request.Set(Token(TimeSpan.FromMinutes(5)));

        using Socket connection = await listener.AcceptSocketAsync().WaitAsync(Clients.Patience);
        await Should.ThrowAsync<KafkaException>(() => waiting);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_token_that_is_not_to_be_had_is_an_error_with_its_reason(bool throws)
    {
        List<ClientError> errors = [];
        using Producer producer = Producer.Create(
            Clients.Settings(Nobody, Bearer()),
            new ProducerEvents
            {
                Error = errors.Add,
                TokenNeeded = request =>
                {
                    if (throws) throw new InvalidOperationException("the issuer sleeps");
                    request.Fail("the issuer sleeps");
                },
            });

        Clients.Until(() => producer.Poll(Clients.Slice) >= 0 && errors.Count > 0, "the error");

        errors[0].Code.ShouldBe(ErrorCode.Authentication);
        errors[0].Reason.ShouldContain("the issuer sleeps");
        errors[0].Advice.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_token_that_has_ended_or_cannot_be_sent_is_refused()
    {
        TaskCompletionSource<TokenRequest> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Producer producer = Producer.Create(
            Clients.Settings(Nobody, Bearer()), new ProducerEvents { TokenNeeded = request => asked.TrySetResult(request) });
        TokenRequest request = await asked.Task.WaitAsync(Clients.Patience);

        Should.Throw<KafkaException>(() => request.Set(Token(TimeSpan.FromMinutes(-1)))).Message.ShouldContain("unexpired");
        Should.Throw<KafkaException>(() => request.Set(Token(TimeSpan.FromMinutes(1)) with { Value = "\u0001" }));
        request.Set(Token(TimeSpan.FromMinutes(1)) with { Extensions = new Dictionary<string, string> { ["tenant"] = "a" } });
        producer.Dispose();
        Should.Throw<ObjectDisposedException>(() => request.Set(Token(TimeSpan.FromMinutes(1))));
    }

    [Fact]
    public void A_client_may_be_disposed_of_where_it_asks_for_a_token()
    {
        Producer? producer = null;
        using ManualResetEventSlim made = new(), disposed = new();
        producer = Producer.Create(
            Clients.Settings(Nobody, Bearer()),
            new ProducerEvents
            {
                TokenNeeded = _ =>
                {
                    made.Wait(Clients.Patience);
                    producer!.Dispose();
                    disposed.Set();
                },
            });
        made.Set();

        disposed.Wait(Clients.Patience).ShouldBeTrue();
        Should.Throw<ObjectDisposedException>(() => producer.Poll(TimeSpan.Zero));
    }

    static OAuthToken Token(TimeSpan life) => new("e30.e30.", TimeProvider.System.GetUtcNow() + life, "tester");

    static (string, string)[] Bearer() =>
    [
        ("security.protocol", "sasl_plaintext"), ("sasl.mechanisms", "OAUTHBEARER"), ("sasl.oauthbearer.config", Configuration),
    ];
}
