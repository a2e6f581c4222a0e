using Confluent.Kafka;
using KafkaRider.Tests.Support;
using MassTransit;

namespace KafkaRider.Tests;

public class FaultConfigurationTests
{
    static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)];

    [Fact]
    public void Retry_topics_are_named_by_group_and_delay()
    {
        TimeSpan[] delays =
        [
            TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(5),
            TimeSpan.FromHours(1), TimeSpan.FromDays(2),
        ];

        delays.Select(delay => FaultTopics.Retry("orders", delay)).ShouldBe(
        [
            "orders-retry-500ms", "orders-retry-5s", "orders-retry-90s", "orders-retry-5m", "orders-retry-1h", "orders-retry-2d",
        ]);
        FaultTopics.DeadLetter("orders").ShouldBe("orders-dead-letter");
    }

    [Fact]
    public async Task All_mistakes_are_named_at_once()
    {
        var problem = await Problem((_, k) =>
        {
            k.RecordEndpoint("one", "group", e => Also(e, () =>
            {
                e.PreserveKeyOrder();
                e.StopWhen(1.5, TimeSpan.Zero);
            }));
            k.RecordEndpoint("two", "group", e => Also(e, () =>
            {
                e.UseRetryTopics(retry => { });
                e.OnFault(FaultAction.Retry);
            }));
            k.RecordEndpoint("three", "group", e => Also(e, () =>
            {
                e.UseRetryTopics(retry => retry.Delays(Delays).Topics((_, _) => "same"));
                e.UseDeadLetterTopic("same");
                e.PreserveKeyOrder();
                e.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
            }));
            k.RecordEndpoint("four", "group", e => Also(e, () =>
            {
                e.ExactlyOnce();
                e.UseRetryTopics(retry => retry.Delays(Delays));
                e.UseDeadLetterTopic("four");
            }));
        });

        problem.ShouldSatisfyAllConditions(
            () => problem.ShouldContain("one/group: PreserveKeyOrder needs UseRetryTopics"),
            () => problem.ShouldContain("one/group: StopWhen has the ratio 1.5"),
            () => problem.ShouldContain("one/group: StopWhen has the window"),
            () => problem.ShouldContain("two/group: UseRetryTopics has no delay"),
            () => problem.ShouldContain("three/group: the retry topic same has 2 delays"),
            () => problem.ShouldContain("three/group: same is both a retry topic and the dead-letter topic"),
            () => problem.ShouldContain("three/group: PreserveKeyOrder needs the range assignor"),
            () => problem.ShouldContain("four/group: exactly-once endpoints use no retry topics"),
            () => problem.ShouldContain("four/group: four is read by the endpoint"));
    }

    [Fact]
    public async Task A_typed_endpoint_is_checked_too()
    {
        var problem = await Problem((_, k) => k.TopicEndpoint<string, Message>("topic", "group", e =>
        {
            e.UseRetryTopics(retry => retry.Delays(Delays));
            e.PreserveKeyOrder();
            e.ConcurrentDeliveryLimit = 2;
            e.PartitionAssignmentStrategy = PartitionAssignmentStrategy.RoundRobin;
        }));

        problem.ShouldContain("topic/group: PreserveKeyOrder needs ConcurrentDeliveryLimit 1, not 2");
        problem.ShouldContain("topic/group: PreserveKeyOrder needs the range assignor");
    }

    [Fact]
    public async Task The_riders_rules_count_for_endpoints_that_say_nothing_and_spare_exactly_once_endpoints()
    {
        var silent = new List<RecordEndpointConfigurator>();
        await Problem((_, k) =>
        {
            k.RecordEndpoint("plain", "a", silent.Add);
            k.RecordEndpoint("own", "b", e =>
            {
                silent.Add(e);
                e.UseDeadLetterTopic("elsewhere");
            });
            k.RecordEndpoint("transactions", "c", e =>
            {
                silent.Add(e);
                e.ExactlyOnce();
            });
            k.RecordEndpoint("stops", "d", e =>
            {
                silent.Add(e);
                e.OnFault(FaultAction.Stop);
            });
            k.UseRetryTopics(retry => retry.Delays(Delays));
        });

        silent.Select(e => e.DeadLetterTopic).ShouldBe(["a-dead-letter", "elsewhere", "c-dead-letter", null]);
        silent.Select(e => string.Join(',', e.RetryTopics)).ShouldBe(["a-retry-5s,a-retry-30s", "b-retry-5s,b-retry-30s", "", ""]);
    }

    static void Also(RecordEndpointConfigurator endpoint, Action configure)
    {
        endpoint.Process(new Recorder());
        configure();
    }

    /// <summary>What a rider says about this configuration; the last endpoint of those that are right has no processor.</summary>
    static async Task<string> Problem(Action<IRiderRegistrationContext, IKafkaFactoryConfigurator> configure) =>
        (await Should.ThrowAsync<ConfigurationException>(RiderHost.Start(Broker.At("localhost:1"), configure))).ToString();

    public sealed class Message;
}
