using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Librdkafka.Tests;

/// <summary>What clients tell by themselves, and what happens when a handler throws.</summary>
public class EventTests(Brokers brokers)
{
    sealed class HandlerFailure : Exception;

    [Fact]
    public async Task A_delivery_report_says_where_the_record_is()
    {
        string topic = await brokers.Embedded.Topic(2);
        List<DeliveryReport> reports = [];
        using Producer producer = Producer.Create(
            Clients.Settings(brokers.Embedded.Servers), new ProducerEvents { Delivered = reports.Add });

        producer.Produce(topic, 1, default, "a"u8, opaque: 41);
        producer.Produce(topic, 1, default, "b"u8, opaque: 42);
        ErrorCode refused = producer.Produce(topic, 7, default, "c"u8, opaque: 43);
        // A partition that the topic lacks is refused at once where the metadata is here already, else reported when it arrives.
        int reported = refused == ErrorCode.NoError ? 3 : 2;
        Clients.Until(() => producer.Poll(Clients.Slice) >= 0 && reports.Count == reported, "the reports");

        reports.OrderBy(r => r.Opaque).Take(2).ShouldBe(
        [
            new(41, topic, 1, 0, ErrorCode.NoError, RecordPersistence.Persisted),
            new(42, topic, 1, 1, ErrorCode.NoError, RecordPersistence.Persisted),
        ]);
        (reported == 3 ? reports.Single(r => r.Opaque == 43).Error : refused).ShouldBe(ErrorCode.UnknownPartition);
        producer.OutQueueLength.ShouldBe(0);
    }

    [Fact]
    public void A_full_queue_is_a_code_and_purged_records_are_reported()
    {
        using MockCluster cluster = MockCluster.Start();
        cluster.CreateTopic("topic", 1);
        cluster.BrokerDown();
        List<DeliveryReport> reports = [];
        using Producer producer = Producer.Create(
            Clients.Settings(cluster.BootstrapServers, ("queue.buffering.max.messages", "2")),
            new ProducerEvents { Delivered = reports.Add });

        producer.Produce("topic", 0, default, "a"u8).ShouldBe(ErrorCode.NoError);
        producer.Produce("topic", 0, default, "b"u8).ShouldBe(ErrorCode.NoError);
        producer.Produce("topic", 0, default, "c"u8).ShouldBe(ErrorCode.QueueFull);
        producer.Flush(TimeSpan.FromMilliseconds(100)).ShouldBeFalse();
        producer.Purge();
        producer.Flush(Clients.Patience).ShouldBeTrue();

        reports.Select(r => (r.Error, r.Persistence)).ShouldBe(
            [(ErrorCode.PurgedInQueue, RecordPersistence.NotPersisted), (ErrorCode.PurgedInQueue, RecordPersistence.NotPersisted)]);
    }

    [Fact]
    public void A_broker_that_goes_down_is_told_and_its_return_is_waited_for()
    {
        using MockCluster cluster = MockCluster.Start();
        cluster.CreateTopic("topic", 1);
        List<ClientError> errors = [];
        List<LogLine> lines = [];
        using Consumer consumer = Consumer.Create(
            Clients.ConsumerSettings(cluster.BootstrapServers, "group", ("reconnect.backoff.max.ms", "200")),
            new ConsumerEvents { Error = errors.Add, Log = lines.Add });
        consumer.Assign(new TopicPartitionOffset("topic", 0, SpecialOffset.Beginning));
        Clients.Send(cluster.BootstrapServers, "topic", "before");
        consumer.Texts(1).ShouldBe(["before"]);

        cluster.BrokerDown();
        Clients.Until(() => consumer.Poll(Clients.Slice) is null && errors.Count > 0 && lines.Count > 0, "the error");
        cluster.BrokerUp();
        Clients.Send(cluster.BootstrapServers, "topic", "after");

        consumer.Texts(1).ShouldBe(["after"]);
        errors.ShouldAllBe(e => (e.Code == ErrorCode.Transport || e.Code == ErrorCode.AllBrokersDown) && !e.IsFatal);
        errors[0].Advice.ShouldContain("Kafka__BootstrapServers");
        lines.ShouldContain(line => line.Facility == "FAIL" && line.Level >= LogLevel.Information && line.Message.Contains("127.0.0.1"));
    }

    [Fact]
    public async Task Statistics_are_JSON()
    {
        string topic = await brokers.Embedded.Topic();
        string? type = null;
        using Consumer consumer = Consumer.Create(
            Clients.ConsumerSettings(brokers.Embedded.Servers, topic, ("statistics.interval.ms", "100")),
            new ConsumerEvents { Statistics = json => type = JsonNode.Parse(json)!["type"]!.GetValue<string>() });

        Clients.Until(() => consumer.Poll(Clients.Slice) is null && type is not null, "statistics");

        type.ShouldBe("consumer");
    }

    [Theory]
    [InlineData("range")]
    [InlineData("cooperative-sticky")]
    public async Task What_a_rebalance_handler_throws_comes_out_of_Poll_and_the_rebalance_is_answered(string assignor)
    {
        string topic = await brokers.Embedded.Topic();
        Clients.Send(brokers.Embedded.Servers, topic, "a");
        using Consumer consumer = Consumer.Create(
            Clients.ConsumerSettings(brokers.Embedded.Servers, topic, ("partition.assignment.strategy", assignor)),
            new ConsumerEvents { Assigned = (_, _) => throw new HandlerFailure(), Revoked = (_, _) => throw new HandlerFailure() });
        consumer.Subscribe(topic);

        Should.Throw<HandlerFailure>(() => consumer.Texts(1));
        consumer.Texts(1).ShouldBe(["a"]);
        Should.Throw<HandlerFailure>(consumer.Close);
    }

    [Fact]
    public async Task What_any_handler_throws_comes_out_of_the_call_that_served_it()
    {
        string topic = await brokers.Embedded.Topic();
        using Producer delivering = Producer.Create(
            Clients.Settings(brokers.Embedded.Servers), new ProducerEvents { Delivered = _ => throw new HandlerFailure() });
        delivering.Produce(topic, 0, default, "a"u8);
        Should.Throw<HandlerFailure>(() => delivering.Flush(Clients.Patience));

        using Producer telling = Producer.Create(
            Clients.Settings("127.0.0.1:1"), new ProducerEvents { Error = _ => throw new HandlerFailure() });
        Should.Throw<HandlerFailure>(() => Clients.Until(() => telling.Poll(Clients.Slice) < 0, "the error"));

        using Producer logging = Producer.Create(
            Clients.Settings("127.0.0.1:1"), new ProducerEvents { Log = _ => throw new HandlerFailure() });
        Should.Throw<HandlerFailure>(() => Clients.Until(() => logging.Poll(Clients.Slice) < 0, "the log line"));

        using Consumer counting = Consumer.Create(
            Clients.ConsumerSettings(brokers.Embedded.Servers, topic, ("statistics.interval.ms", "100")),
            new ConsumerEvents { Statistics = _ => throw new HandlerFailure() });
        Should.Throw<HandlerFailure>(() => Clients.Until(() => counting.Poll(Clients.Slice) is not null, "statistics"));
    }

    [Fact]
    public void Every_wrong_setting_is_named_and_no_secret()
    {
        var settings = Clients.ConsumerSettings(
            "127.0.0.1:1", "group", ("no.such.setting", "1"), ("session.timeout.ms", "soon"), ("ssl.key.password", "hush-hush"));

        KafkaException failure = Should.Throw<KafkaException>(() => Consumer.Create(settings));

        failure.Code.ShouldBe(ErrorCode.InvalidArgument);
        failure.Message.ShouldContain("no.such.setting");
        failure.Message.ShouldContain("session.timeout.ms");
        failure.Message.ShouldNotContain("hush-hush");
    }

    [Fact]
    public void A_consumer_without_a_group_and_a_disposed_client_are_refused()
    {
        Should.Throw<KafkaException>(() => Consumer.Create(Clients.Settings("127.0.0.1:1"))).Code.ShouldBe(ErrorCode.InvalidGroup);

        Producer producer = Producer.Create(Clients.Settings("127.0.0.1:1"));
        producer.Dispose();
        producer.Dispose();
        Should.Throw<ObjectDisposedException>(() => producer.Poll(TimeSpan.Zero));
        Should.Throw<ObjectDisposedException>(() => producer.Produce("topic", 0, default, Encoding.UTF8.GetBytes("a")));
    }
}
