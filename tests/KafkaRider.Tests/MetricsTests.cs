using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using KafkaRider.Tests.Support;

namespace KafkaRider.Tests;

/// <summary>What an operator sees of an endpoint.</summary>
public class MetricsTests(RealBroker real)
{
    [Fact]
    public async Task Lag_work_in_flight_rebalances_and_unreported_positions_are_measured()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var (topic, group) = (await broker.Topic(), Broker.Name("measured"));
        using var metrics = new Metrics(group);
        var gate = new TaskCompletionSource();
        broker.Fill(topic, 1, 30);
        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, group, e =>
        {
            e.BatchSize = 10;
            e.CheckpointInterval = TimeSpan.FromHours(1);
            e.Process(new Recorder(async (batch, _, cancelled) =>
            {
                if (batch.FirstOffset >= 20) await gate.Task.WaitAsync(cancelled);
            }));
        }));

        await Eventually.Is(() => metrics.Now("kafka_rider.lag") == 10, "two of three batches");
        await Eventually.Is(() => metrics.Now("kafka_rider.commit.age") > 0, "positions that wait for their commit");
        metrics.Now("kafka_rider.in_flight").ShouldBe(10);
        metrics.Now("kafka_rider.lag.time").ShouldNotBeNull().ShouldBeGreaterThan(0);
        metrics.Now("kafka_rider.rebalances").ShouldBe(1);
        metrics.Now("kafka_rider.partitions").ShouldBe(1);
        metrics.Now("messaging.client.consumed.messages").ShouldBe(20);

        gate.SetResult();
        await Eventually.Is(() => metrics.Now("kafka_rider.lag") == 0, "no lag");
        metrics.Now("kafka_rider.lag.time").ShouldBe(0);
        metrics.Now("kafka_rider.in_flight").ShouldBe(0);
        await host.Stop();
        metrics.Now("kafka_rider.partitions").ShouldBe(0);
    }

    /// <summary>Sums of counters and latest values of gauges that carry a group's name.</summary>
    sealed class Metrics : IDisposable
    {
        readonly MeterListener listener = new();
        readonly ConcurrentDictionary<string, double> values = new();

        internal Metrics(string group)
        {
            listener.InstrumentPublished = (instrument, reader) =>
            {
                if (instrument.Meter.Name == RiderMetrics.MeterName) reader.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
            listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
            listener.Start();

            void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
            {
                foreach (var tag in tags)
                {
                    if (tag.Key != "messaging.consumer.group.name" || !Equals(tag.Value, group)) continue;
                    values.AddOrUpdate(instrument.Name, value, (_, before) => instrument.IsObservable ? value : before + value);
                }
            }
        }

        internal double? Now(string name)
        {
            listener.RecordObservableInstruments();
            return values.TryGetValue(name, out var value) ? value : null;
        }

        public void Dispose() => listener.Dispose();
    }
}
