using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using KafkaRider.Tests.Support;
using Librdkafka;
using Record = Librdkafka.Record;

namespace KafkaRider.Tests;

/// <summary>Spans: the trace of an event is its uuid, foreign traces are honoured.</summary>
public class TracingTests(RealBroker real)
{
    const string ForeignTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Theory]
    [InlineData(BrokerKind.Embedded, false)]
    [InlineData(BrokerKind.Real, true)]
    public async Task The_trace_of_an_event_is_its_uuid_through_every_step(BrokerKind kind, bool exactlyOnce)
    {
        using var broker = Broker.Of(kind, real);
        var (first, second) = (await broker.Topic(), await broker.Topic());
        using var spans = new Spans(first, second);
        Guid[] events = [.. Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7())];
        broker.Produce(first, events.Select(uuid => (0, (string?)uuid.ToString(), (string?)"value")));
        var foreign = new OutgoingHeaders().Add("traceparent", $"00-{ForeignTrace}-00f067aa0ba902b7-01");
        broker.Produce(first, [(0, "no event", "value")], foreign);
        var last = new Recorder();
        await using var host = await RiderHost.Start(broker, (_, k) =>
        {
            k.RecordEndpoint(first, "traced", e =>
            {
                if (exactlyOnce) e.ExactlyOnce();
                e.TraceBy(ByKey);
                e.Process(new Recorder((batch, output, _) =>
                {
                    for (var i = 0; i < batch.Count; i++) output.Forward(batch[i], second, 0);
                    return ValueTask.CompletedTask;
                }));
            });
            // A group of its own: when a second member comes, what is not committed is read again.
            k.RecordEndpoint(second, "traced-further", e =>
            {
                e.TraceBy(ByKey);
                e.Process(last);
            });
        });

        await Eventually.Is(() => last.Records.Count == 4, "the copies");
        string[] traces = [.. events.Select(uuid => uuid.ToString("N")), ForeignTrace];
        await Eventually.Is(() => traces.All(trace => spans.Of(trace).Count >= 3), "the spans");

        foreach (var trace in traces)
        {
            spans.Of(trace).Select(span => (span.DisplayName, span.Kind)).Distinct().ShouldBe(
            [
                ($"process {first}", ActivityKind.Consumer),
                ($"send {second}", ActivityKind.Producer),
                ($"process {second}", ActivityKind.Consumer),
            ], ignoreOrder: true);
        }

        var processed = spans.Of(traces[0]).First(span => span.DisplayName == $"process {first}");
        processed.ParentSpanId.ToHexString().ShouldBe(traces[0][16..]);
        processed.GetTagItem("messaging.system").ShouldBe("kafka");
        processed.GetTagItem("messaging.consumer.group.name").ShouldBe("traced");
        processed.GetTagItem("messaging.kafka.offset").ShouldBe(0L);
    }

    [Fact]
    public async Task A_failed_batch_says_so_and_links_to_its_records()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic();
        using var spans = new Spans(topic);
        Guid[] events = [.. Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7())];
        broker.Produce(topic, events.Select(uuid => (0, (string?)uuid.ToString(), (string?)"value")));
        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, "failing", e =>
        {
            e.TraceBy(ByKey);
            e.Process(new Recorder((batch, _, _) => throw new InvalidOperationException("no")));
        }));

        await Eventually.Is(() => !spans.All.IsEmpty, "the span");

        spans.All.TryPeek(out var batch).ShouldBeTrue();
        batch!.Status.ShouldBe(ActivityStatusCode.Error);
        batch.GetTagItem("error.type").ShouldBe(typeof(InvalidOperationException).FullName);
        batch.Links.Select(link => link.Context.TraceId.ToHexString()).ShouldBeSubsetOf(events.Select(uuid => uuid.ToString("N")));
    }

    static bool ByKey(in Record record, out Guid uuid) => Guid.TryParse(Encoding.UTF8.GetString(record.Key), out uuid);

    /// <summary>Ended spans about some topics.</summary>
    sealed class Spans : IDisposable
    {
        readonly ActivityListener listener;

        internal Spans(params string[] topics)
        {
            listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == RiderTraces.SourceName,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span =>
                {
                    if (topics.Contains(span.GetTagItem("messaging.destination.name"))) All.Enqueue(span);
                },
            };
            ActivitySource.AddActivityListener(listener);
        }

        internal ConcurrentQueue<Activity> All { get; } = new();

        internal List<Activity> Of(string trace) => [.. All.Where(span => span.TraceId.ToHexString() == trace)];

        public void Dispose() => listener.Dispose();
    }
}
