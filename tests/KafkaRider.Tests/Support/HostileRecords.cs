using System.Text;
using Librdkafka;

namespace KafkaRider.Tests.Support;

/// <summary>
/// Records that no honest producer writes, repeatable from a seed: good, malformed and mutated JSON, nothing at all, a megabyte, nesting,
/// broken UTF-8, keys of any kind, headers that repeat, forge, lie, and come by thousands. Each has its number in a header.
/// </summary>
public sealed class HostileRecords(int seed)
{
    public const string NumberHeader = "fuzz-number";

    const int OneInHuge = 10_000;
    const int OneInManyHeaders = 5_000;
    const int OneInHugeHeader = 20_000;
    const int ManyHeaders = 3_000;
    const int Huge = 1024 * 1024;
    const int Deep = 5_000;

    /// <summary>Names that mean something to somebody who reads headers.</summary>
    static readonly string[] Meaningful =
    [
        "MessageId", "messageid", "CorrelationId", "ConversationId", "SourceAddress", "DestinationAddress", "Content-Type",
        "MT-Activity-Id", "MT-Activity-Propagation", "traceparent", "tracestate", "MT-Fault-Message",
        FaultHeaders.OriginTopic, FaultHeaders.OriginPartition, FaultHeaders.OriginOffset, FaultHeaders.Attempts, FaultHeaders.NotBefore,
        FaultHeaders.Reason, "kafka_dlt-original-offset", "__connect.errors.topic",
    ];

    readonly Random random = new(seed);
    readonly OutgoingHeaders headers = new();

    /// <summary>The next record; null is a null key or value.</summary>
    public (byte[]? Key, byte[]? Value, OutgoingHeaders Headers) Next(int number)
    {
        var value = number % OneInHuge == 1 ? HugeValue() : Value(number);
        headers.Clear().Add(NumberHeader, number.ToString());
        if (random.Next(3) == 0) AddSome();
        if (number % OneInManyHeaders == 2) AddMany(number);
        if (number % OneInHugeHeader == 3) headers.Add("huge"u8, new byte[Huge]);
        return (Key(), value, headers);
    }

    byte[]? Key() => random.Next(6) switch
    {
        0 => null,
        1 => [],
        2 => Noise(random.Next(40)),
        _ => Encoding.UTF8.GetBytes($"key-{random.Next(100)}"),
    };

    byte[]? Value(int number) => random.Next(40) switch
    {
        0 => null,
        1 => [],
        2 => "null"u8.ToArray(),
        3 => Noise(random.Next(300)),
        4 => Good(number)[..random.Next(10)],
        5 => """{"number":"a text","text":7}"""u8.ToArray(),
        6 => [.. "{\"text\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8],
        7 => Encoding.UTF8.GetBytes(new string('[', random.Next(Deep))),
        8 => """{"number":99999999999999999999,"text":"\ud800"}"""u8.ToArray(),
        9 => "{\"number\":-13}"u8.ToArray(),
        < 14 => Mutated(Good(number)),
        _ => Good(number),
    };

    byte[] HugeValue()
    {
        if (random.Next(2) == 0) return Noise(Huge);
        return Encoding.UTF8.GetBytes($$"""{"number":1,"text":"{{new string('x', Huge)}}"}""");
    }

    byte[] Good(int number) => Encoding.UTF8.GetBytes($$"""{"number":{{number}},"text":"text of {{number}}, ä € 𝄞"}""");

    byte[] Mutated(byte[] good)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--) good[random.Next(good.Length)] = (byte)random.Next(256);
        return good;
    }

    void AddSome()
    {
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var name = random.Next(4) == 0 ? NoiseName() : Encoding.UTF8.GetBytes(Meaningful[random.Next(Meaningful.Length)]);
            if (random.Next(6) == 0) headers.Add(name, default(ReadOnlySpan<byte>));
            else headers.Add(name, random.Next(2) == 0 ? Noise(random.Next(60)) : Encoding.UTF8.GetBytes(random.Next().ToString()));
        }
    }

    void AddMany(int number)
    {
        for (var i = 0; i < ManyHeaders; i++) headers.Add(number % 2 == 0 ? "same" : $"name-{i}", "value");
    }

    /// <summary>Any bytes but NUL, which no client can write into a name.</summary>
    byte[] NoiseName() => [.. Noise(random.Next(1, 30)).Select(letter => letter == 0 ? (byte)1 : letter)];

    byte[] Noise(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
