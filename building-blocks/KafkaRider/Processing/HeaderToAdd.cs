using System.Text;

namespace KafkaRider;

/// <summary>A header of a record to produce. Make those that repeat once and keep them: the name is encoded here, not for each
/// record.</summary>
public readonly struct HeaderToAdd
{
    readonly byte[] name;

    /// <summary>A header with a value in bytes; empty is an empty value, not null.</summary>
    public HeaderToAdd(string name, ReadOnlyMemory<byte> value)
        : this(Encode(name), value)
    {
    }

    /// <summary>A header with a text value, encoded as UTF-8.</summary>
    public HeaderToAdd(string name, string value)
        : this(Encode(name), Encoding.UTF8.GetBytes(value))
    {
    }

    HeaderToAdd(byte[] name, ReadOnlyMemory<byte> value)
    {
        this.name = name;
        Value = value;
    }

    /// <summary>The name.</summary>
    public string Name => Encoding.UTF8.GetString(name);

    /// <summary>The name as UTF-8.</summary>
    public ReadOnlySpan<byte> NameUtf8 => name;

    /// <summary>The value.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    /// <summary>The same name with another value, without encoding the name again.</summary>
    public HeaderToAdd With(ReadOnlyMemory<byte> value) => new(name, value);

    static byte[] Encode(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Encoding.UTF8.GetBytes(name);
    }
}
