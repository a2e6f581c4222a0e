using System.IO.Hashing;
using System.Text.Json;
using MassTransit;
using State;

namespace Streams;

/// <summary>
/// An instance as bytes, in stores and changelogs. Key: the correlation id, 16 bytes as it is written. Value: the version of this form, the
/// hash of the key of its messages (XxHash64, 8 bytes), JSON.
/// </summary>
/// <param name="json">How instances become JSON.</param>
sealed class SagaFormat<TSaga>(JsonSerializerOptions json)
    where TSaga : class, ISaga
{
    const byte Version = 1;
    const int HashBytes = sizeof(ulong);
    const int HeaderBytes = 1 + HashBytes;

    public static byte[] Key(Guid correlationId) => correlationId.ToByteArray(bigEndian: true);

    /// <exception cref="InvalidOperationException">The instance is larger than a store takes.</exception>
    public byte[] Write(TSaga instance, ReadOnlySpan<byte> messageKey)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(instance, json);
        if (HeaderBytes + text.Length > StoreLimits.DefaultValueBytes)
        {
            throw new InvalidOperationException(
                $"{Name} {instance.CorrelationId} has {text.Length} bytes, {StoreLimits.DefaultValueBytes - HeaderBytes} at most are kept: "
                + "keep fewer or shorter properties");
        }

        var value = new byte[HeaderBytes + text.Length];
        value[0] = Version;
        XxHash64.Hash(messageKey, value.AsSpan(1));
        text.CopyTo(value, HeaderBytes);
        return value;
    }

    /// <exception cref="MisplacedMessageException">The instance belongs to messages of another key.</exception>
    /// <exception cref="InvalidOperationException">The bytes are of a newer version, or not readable as the saga.</exception>
    public TSaga Read(Guid correlationId, ReadOnlySpan<byte> value, ReadOnlySpan<byte> messageKey)
    {
        var instance = Read(correlationId, value);
        Span<byte> hash = stackalloc byte[HashBytes];
        XxHash64.Hash(messageKey, hash);
        return hash.SequenceEqual(value[1..HeaderBytes]) ? instance : throw OtherKey(correlationId);
    }

    /// <summary>Reads it whatever its messages' key is.</summary>
    /// <exception cref="InvalidOperationException">The bytes are of a newer version, or not readable as the saga.</exception>
    public TSaga Read(Guid correlationId, ReadOnlySpan<byte> value)
    {
        if (value.Length < HeaderBytes || value[0] != Version)
            throw Unreadable(correlationId, $"it is of form {(value.Length > 0 ? value[0] : 0)}, this version reads {Version}", null);
        try
        {
            return JsonSerializer.Deserialize<TSaga>(value[HeaderBytes..], json) ?? throw Unreadable(correlationId, "it is null", null);
        }
        catch (JsonException exception)
        {
            throw Unreadable(correlationId, exception.Message, exception);
        }
    }

    public static MisplacedMessageException OtherKey(Guid correlationId) => new(
        $"{Name} {correlationId} was made by messages of another key. All messages of an instance must have the same key: else they are in "
        + "different partitions, each with an instance of its own. Produce them with a key that follows from the correlation id.");

    static string Name => typeof(TSaga).Name;

    static InvalidOperationException Unreadable(Guid correlationId, string why, Exception? cause) => new(
        $"{Name} {correlationId} cannot be read: {why}. Keep old properties readable, or start anew with another store name.", cause);
}
