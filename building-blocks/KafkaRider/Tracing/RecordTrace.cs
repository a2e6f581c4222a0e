using Librdkafka;

namespace KafkaRider;

/// <summary>
/// Says which event a record is about: the event's uuid is the trace id of everything that follows from it. Called only while somebody
/// listens to <see cref="RiderTraces.SourceName"/>, and only for records without a <c>traceparent</c> header.
/// </summary>
/// <returns>False when the record is about no single event.</returns>
public delegate bool RecordTrace(in Record record, out Guid uuid);
