using Confluent.Kafka;

namespace KafkaRider;

/// <summary>The types that Confluent's client reads and writes itself.</summary>
internal static class SimpleTypes
{
    static readonly Dictionary<Type, object> Readers = new()
    {
        [typeof(Null)] = Deserializers.Null,
        [typeof(Ignore)] = Deserializers.Ignore,
        [typeof(int)] = Deserializers.Int32,
        [typeof(long)] = Deserializers.Int64,
        [typeof(string)] = Deserializers.Utf8,
        [typeof(float)] = Deserializers.Single,
        [typeof(double)] = Deserializers.Double,
        [typeof(byte[])] = Deserializers.ByteArray,
    };

    static readonly Dictionary<Type, object> Writers = new()
    {
        [typeof(Null)] = Serializers.Null,
        [typeof(int)] = Serializers.Int32,
        [typeof(long)] = Serializers.Int64,
        [typeof(string)] = Serializers.Utf8,
        [typeof(float)] = Serializers.Single,
        [typeof(double)] = Serializers.Double,
        [typeof(byte[])] = Serializers.ByteArray,
    };

    internal static IDeserializer<T>? Deserializer<T>() => Readers.GetValueOrDefault(typeof(T)) as IDeserializer<T>;

    internal static ISerializer<T>? Serializer<T>() => Writers.GetValueOrDefault(typeof(T)) as ISerializer<T>;
}
