using System.Runtime.InteropServices;
using Confluent.Kafka;
using Librdkafka;

namespace Benchmarks.RiderCost;

/// <summary>What one would write on Confluent.Kafka alone.</summary>
static class ConfluentLoops
{
    /// <summary>librdkafka 2.1, the first with all that Confluent.Kafka's consumer calls.</summary>
    const int FirstVersion = 0x020100ff;

    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Whether Confluent.Kafka's client runs on the library that this process loads.</summary>
    internal static bool CanRun => LibraryVersion.Number >= FirstVersion;

    /// <summary>Raw bytes, with offsets stored for each record and committed by the library.</summary>
    internal static Task<Cost> Consume(CaseContext context)
    {
        UseLibrary();
        var config = new ConsumerConfig
        {
            BootstrapServers = context.Servers,
            GroupId = context.Group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoOffsetStore = false,
        };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).Build();
        consumer.Subscribe(context.Input);
        var window = new Window();
        var sum = 0L;
        while (!window.IsOver)
        {
            var result = consumer.Consume(Timeout) ?? throw new TimeoutException("No record came.");
            sum += result.Offset + result.Message.Key.Length + result.Message.Value[^1];
            consumer.StoreOffset(result);
            window.Add(1);
        }

        GC.KeepAlive(sum);
        consumer.Close();
        return window.Cost;
    }

    /// <summary>A message and its JSON for each record, each acknowledged by a task of its own.</summary>
    internal static async Task<Cost> Produce(CaseContext context)
    {
        UseLibrary();
        var config = new ProducerConfig { BootstrapServers = context.Servers, LingerMs = Producing.Linger };
        using var producer = new ProducerBuilder<string, Order>(config).SetValueSerializer(new Json()).Build();
        return await InFlight.Run(number => producer.ProduceAsync(
            context.Output, new Message<string, Order> { Key = Order.KeyOf(number), Value = Order.Of(number) }));
    }

    /// <summary>Confluent.Kafka looks for names that only development packages have.</summary>
    static void UseLibrary()
    {
        var path = LibraryVersion.Path;
        NativeLibrary.SetDllImportResolver(typeof(Config).Assembly, (name, assembly, search) => name switch
        {
            "libdl" => NativeLibrary.Load("libdl.so.2", assembly, search),
            "librdkafka" => NativeLibrary.Load(path, assembly, search),
            _ => 0,
        });
    }

    sealed class Json : ISerializer<Order>
    {
        public byte[] Serialize(Order data, SerializationContext context) =>
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(data, Order.Json);
    }
}
