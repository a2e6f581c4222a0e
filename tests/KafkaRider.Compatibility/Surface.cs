using System.Text.Json;
using Confluent.Kafka;
using MassTransit;
using MassTransit.KafkaIntegration;
using MassTransit.KafkaIntegration.Serializers;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

/// <summary>Every setting of the official surface once, as user code writes it; building the bus accepts them all.</summary>
public class Surface
{
    [Fact]
    public async Task Every_setting_is_accepted()
    {
        await using var provider = new ServiceCollection().AddLogging().AddMassTransit(x =>
        {
            x.UsingInMemory();
            x.AddRider(rider =>
            {
                Producers(rider);
                rider.UsingKafka(new ClientConfig { BootstrapServers = "127.0.0.1:1" }, (_, k) =>
                {
                    Client(k);
                    Pipes(k);
                    k.TopicEndpoint<Message>("one", "group", Endpoint);
                    k.TopicEndpoint<Message>("two", new ConsumerConfig { GroupId = "group" }, Endpoint);
                    k.TopicEndpoint<string, Message>("three", "group", Keyed);
                    k.TopicEndpoint<string, Message>("^four.*", new ConsumerConfig { GroupId = "group" }, c => c.Offset = 7);
                });
            });
        }).BuildServiceProvider(true);

        provider.GetRequiredService<IBusControl>().Address.Scheme.ShouldBe("loopback");
    }

    [Fact]
    public void A_topic_has_a_short_and_a_full_address()
    {
        var host = new Uri("loopback://localhost/");

        new KafkaTopicAddress(host, new Uri("topic:orders")).Topic.ShouldBe("orders");
        new KafkaTopicAddress(host, new Uri($"loopback://localhost/{KafkaTopicAddress.PathPrefix}/orders")).Topic.ShouldBe("orders");
        ((Uri)new KafkaTopicAddress(host, "orders")).ShouldBe(new Uri("loopback://localhost/kafka/orders"));
    }

    [Fact]
    public void Header_values_become_text_or_json()
    {
        var converter = new KafkaHeaderValueConverter();

        converter.TryConvert(new HeaderValue("text", "hello"), out var text).ShouldBeTrue();
        converter.TryConvert(new HeaderValue<int[]>("json", [1, 2]), out var json).ShouldBeTrue();
        converter.TryConvert(new HeaderValue("nothing", null!), out _).ShouldBeFalse();

        text.Value.Key.ShouldBe("text");
        text.Value.GetValueBytes().ShouldBe("hello"u8.ToArray());
        JsonSerializer.Deserialize<int[]>(json.Value.GetValueBytes()).ShouldBe([1, 2]);
    }

    static void Producers(IRiderRegistrationConfigurator rider)
    {
        rider.AddProducer<Message>("p1");
        rider.AddProducer<Other>("p2", new ProducerConfig(), (_, p) => p.SetValueSerializer(new MassTransitAsyncJsonSerializer<Other>()));
        rider.AddProducer<string, Message>("p3", (_, p) =>
        {
            Producer(p);
            p.SetKeySerializer(Serializers.Utf8);
            p.SetValueSerializer(new MassTransitJsonSerializer<Message>());
            p.SetHeadersSerializer(DictionaryHeadersSerialize.Serializer);
            p.SetStatisticsHandler(_ => { });
        });
        rider.AddProducer<long, Message>("p4", new ProducerConfig());
        rider.AddProducer<int, Message>("p5", context => context.Message.Number);
        KafkaKeyResolver<Guid, Message> resolver = context => context.MessageId ?? Guid.Empty;
        rider.AddProducer("p6", new ProducerConfig(), resolver);
    }

    static void Producer(IKafkaProducerConfigurator p)
    {
        p.BatchNumMessages = 1_000;
        p.CompressionType = CompressionType.Lz4;
        p.CompressionLevel = 1;
        p.QueueBufferingBackpressureThreshold = 1;
        p.RetryBackoff = TimeSpan.FromMilliseconds(100);
        p.MessageSendMaxRetries = 3;
        p.Linger = TimeSpan.FromMilliseconds(5);
        p.QueueBufferingMaxKbytes = 1_024;
        p.QueueBufferingMaxMessages = 1_000;
        p.EnableGaplessGuarantee = false;
        p.EnableIdempotence = false;
        p.TransactionTimeout = TimeSpan.FromSeconds(10);
        p.TransactionalId = null;
        p.Partitioner = Confluent.Kafka.Partitioner.Murmur2Random;
        p.MessageTimeout = TimeSpan.FromSeconds(5);
        p.RequestTimeout = TimeSpan.FromSeconds(5);
        p.DeliveryReportFields = "all";
        p.EnableDeliveryReports = true;
        p.EnableBackgroundPoll = true;
    }

    static void Client(IKafkaFactoryConfigurator k)
    {
        k.Acks = Acks.All;
        k.ClientId = "client";
        k.MessageMaxBytes = 1_000_000;
        k.MessageCopyMaxBytes = 65_535;
        k.ReceiveMessageMaxBytes = 100_000_000;
        k.MaxInFlight = 5;
        k.TopicMetadataRefreshInterval = TimeSpan.FromMinutes(5);
        k.MetadataMaxAge = TimeSpan.FromMinutes(15);
        k.TopicMetadataRefreshFastInterval = TimeSpan.FromMilliseconds(100);
        k.TopicMetadataRefreshSparse = true;
        k.TopicBlacklist = "^ignored";
        k.Debug = "topic";
        k.BrokerAddressTtl = TimeSpan.FromSeconds(1);
        k.BrokerAddressFamily = BrokerAddressFamily.V4;
        k.ReconnectBackoff = TimeSpan.FromMilliseconds(100);
        k.ReconnectBackoffMax = TimeSpan.FromSeconds(10);
        k.StatisticsInterval = TimeSpan.FromMinutes(1);
        k.LogQueue = false;
        k.LogThreadName = true;
        k.LogConnectionClose = false;
        k.InternalTerminationSignal = 0;
        k.SecurityProtocol = SecurityProtocol.Plaintext;
        k.PluginLibraryPaths = "";
        k.ClientRack = "rack";
        k.Host("127.0.0.1:1", Host);
        k.OAuthBearerTokenRefreshHandler((client, _) => client.OAuthBearerSetTokenFailure("no token"));
        k.ConfigureApi(a =>
        {
            a.Request = true;
            a.RequestTimeout = TimeSpan.FromSeconds(10);
            a.FallbackTimeout = TimeSpan.Zero;
            a.BrokerVersionFallback = "0.10.0";
        });
        k.ConfigureSocket(s =>
        {
            s.Timeout = TimeSpan.FromSeconds(60);
            s.SendBufferBytes = 0;
            s.ReceiveBufferBytes = 0;
            s.KeepaliveEnable = true;
            s.NagleDisable = true;
            s.MaxFails = 1;
        });
    }

    static void Host(IKafkaHostConfigurator h)
    {
        h.CancellationDelay(TimeSpan.FromSeconds(1));
        h.UseSasl(s =>
        {
            s.Mechanism = SaslMechanism.Plain;
            s.Username = "user";
            s.Password = "password";
            s.OauthbearerConfig = "";
            s.EnableOauthbearerUnsecureJwt = false;
            s.SecurityProtocol = SecurityProtocol.SaslPlaintext;
            s.KerberosServiceName = "kafka";
            s.KerberosPrincipal = "kafkaclient";
            s.KerberosKinitCmd = "kinit";
            s.KerberosKeytab = "keytab";
            s.KerberosMinTimeBeforeRelogin = TimeSpan.FromMinutes(1);
        });
        h.UseSsl(s =>
        {
            s.CipherSuites = s.CurvesList = s.SigalgsList = "";
            s.KeyLocation = s.KeyPassword = s.KeyPem = s.CertificateLocation = s.CertificatePem = "";
            s.CaLocation = s.CrlLocation = s.KeystoreLocation = s.KeystorePassword = "";
            s.EnableCertificateVerification = s.EnableSslCertificateVerification = true;
            s.EndpointIdentificationAlgorithm = s.SslEndpointIdentificationAlgorithm = SslEndpointIdentificationAlgorithm.Https;
            s.SslCertificateLocation = s.SslCertificatePem = s.SslCaLocation = s.SslCaPem = "";
            s.SslCaCertificateStores = s.SslCrlLocation = s.SslEngineLocation = s.SslEngineId = "";
        });
    }

    static void Pipes(IKafkaFactoryConfigurator k)
    {
        k.SetHeadersDeserializer(DictionaryHeadersSerialize.Deserializer);
        k.SetHeadersSerializer(DictionaryHeadersSerialize.Serializer);
        k.SetSerializationFactory(new DefaultKafkaSerializerFactory());
        k.ConfigureSend(s => s.UseExecute(context => context.TimeToLive = null));
    }

    static void Endpoint(IKafkaTopicReceiveEndpointConfigurator c)
    {
        c.AutoOffsetReset = AutoOffsetReset.Earliest;
        c.GroupInstanceId = "instance";
        c.PartitionAssignmentStrategy = Confluent.Kafka.PartitionAssignmentStrategy.CooperativeSticky;
        c.SessionTimeout = TimeSpan.FromSeconds(10);
        c.HeartbeatInterval = TimeSpan.FromSeconds(3);
        c.GroupProtocolType = "consumer";
        c.CoordinatorQueryInterval = TimeSpan.FromMinutes(10);
        c.MaxPollInterval = TimeSpan.FromMinutes(5);
        c.EnableAutoOffsetStore = false;
        c.QueuedMinMessages = 1_000;
        c.QueuedMaxMessagesKbytes = 1_024;
        c.EnablePartitionEof = true;
        c.CheckCrcs = true;
        c.Offset = Offset.Beginning;
        c.CheckpointInterval = TimeSpan.FromSeconds(10);
        c.CheckpointMessageCount = 100;
        c.MessageLimit = 1_000;
        c.ConcurrentConsumerLimit = 2;
        c.ConcurrentDeliveryLimit = 1;
        c.ConcurrentMessageLimit = 4;
        c.PrefetchCount = 100;
        c.ConfigureFetch(f =>
        {
            f.WaitMaxInterval = TimeSpan.FromMilliseconds(100);
            f.MaxPartitionBytes = 1_048_576;
            f.MaxBytes = 52_428_800;
            f.MinBytes = 1;
            f.ErrorBackoffInterval = TimeSpan.FromMilliseconds(500);
        });
        c.UseIsolationLevel(IsolationLevel.ReadUncommitted);
        c.SetHeadersDeserializer(DictionaryHeadersSerialize.Deserializer);
        c.SetOffsetsCommittedHandler(_ => { });
        c.SetStatisticsHandler(_ => { });
        c.CreateIfMissing(t =>
        {
            t.NumPartitions = 2;
            t.ReplicationFactor = 1;
            t.RequestTimeout = TimeSpan.FromSeconds(5);
        });
    }

    static void Keyed(IKafkaTopicReceiveEndpointConfigurator<string, Message> c)
    {
        c.SetKeyDeserializer(Deserializers.Utf8);
        c.SetValueDeserializer(new MassTransitJsonDeserializer<Message>());
        c.CreateIfMissing();
    }

    public sealed class Message
    {
        public int Number { get; set; }
    }

    public sealed class Other;
}
