using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

public class OAuthToken
{
    [Fact]
    public async Task A_token_handler_sets_the_token_of_the_riders_client_at_once_and_later()
    {
        var later = new TaskCompletionSource<IClient>(TaskCreationOptions.RunContinuationsAsynchronously);
        var refused = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = new ServiceCollection().AddLogging().AddMassTransit(x =>
        {
            x.UsingInMemory();
            x.AddRider(rider =>
            {
                rider.AddProducer<EmptyMessage>("topic");
                rider.UsingKafka((_, k) =>
                {
                    k.Host("127.0.0.1:1", h => h.UseSasl(s =>
                    {
                        s.Mechanism = SaslMechanism.OAuthBearer;
                        s.SecurityProtocol = SecurityProtocol.SaslPlaintext;
                        s.OauthbearerConfig = "audience=kafka";
                    }));
                    k.OAuthBearerTokenRefreshHandler((client, config) =>
                    {
                        config.ShouldBe("audience=kafka");
                        client.OAuthBearerSetToken("not-really.a.token", Later(), "principal");
                        refused.TrySetResult(Record.Exception(() => client.OAuthBearerSetToken("expired", lifetimeMs: 1, "principal")));
                        later.TrySetResult(client);
                    });
                });
            });
        }).BuildServiceProvider(true);
        var bus = provider.GetRequiredService<IBusControl>();
        await bus.StartAsync();
        await using var scope = provider.CreateAsyncScope();

        // A producer has a client, which asks for a token; that nobody answers at its port does not matter.
        scope.ServiceProvider.GetRequiredService<ITopicProducer<EmptyMessage>>().ShouldNotBeNull();
        var client = await later.Task.WaitAsync(Received.Limit);
        client.OAuthBearerSetToken("another.one", Later(), "principal");
        client.OAuthBearerSetTokenFailure("the identity provider is away");

        (await refused.Task).ShouldBeOfType<KafkaException>();
        await bus.StopAsync();
    }

    static long Later() => TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();

    public interface EmptyMessage;
}
