using Confluent.Kafka;

namespace KafkaRider;

/// <summary>Errors as Confluent's types have them: the same codes, and the text given, for which those would load their library.</summary>
internal static class ConfluentErrors
{
    internal static Error ToError(this Librdkafka.ErrorCode code) => new((ErrorCode)code, Librdkafka.KafkaException.Describe(code));

    internal static Error ToError(this Librdkafka.KafkaException exception) => new((ErrorCode)exception.Code, exception.Message);
}
