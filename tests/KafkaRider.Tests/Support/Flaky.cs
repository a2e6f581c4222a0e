using System.Collections.Concurrent;
using System.Text;

namespace KafkaRider.Tests.Support;

/// <summary>Fails each record as often as a test wants, and remembers every attempt in the order they were made.</summary>
public sealed class Flaky(Func<string, int> failures, Flaky? earlier = null) : IRecordProcessor
{
    readonly ConcurrentDictionary<string, int> counts = earlier?.counts ?? new();

    public ConcurrentQueue<Attempt> Attempts { get; } = earlier?.Attempts ?? new();

    /// <summary>Asks whether a record waits, as an endpoint that keeps the order of keys demands.</summary>
    public bool Asks { get; init; } = true;

    public Func<string, Exception> Error { get; init; } = value => new InvalidOperationException($"{value} failed");

    public async ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
    {
        await Task.Yield();
        for (var i = 0; i < batch.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Asks || !output.Waits(batch[i])) Run(batch[i], output);
        }
    }

    public int Count(string value) => counts.GetValueOrDefault(value);

    void Run(in Librdkafka.Record record, IRecordOutput output)
    {
        var value = Encoding.UTF8.GetString(record.Value);
        var key = record.KeyIsNull ? null : Encoding.UTF8.GetString(record.Key);
        var count = counts.AddOrUpdate(value, 1, (_, before) => before + 1);
        var fails = count <= failures(value);
        Attempts.Enqueue(new Attempt(key, value, count, fails, record.Topic, TimeProvider.System.GetUtcNow()));
        if (fails) output.Fail(record, "failed", Error(value));
    }

    /// <param name="Key">Key of the record.</param>
    /// <param name="Value">Value of the record.</param>
    /// <param name="Number">From 1.</param>
    /// <param name="Failed">What became of it.</param>
    /// <param name="Topic">Where the record was.</param>
    /// <param name="At">When.</param>
    public sealed record Attempt(string? Key, string Value, int Number, bool Failed, string Topic, DateTimeOffset At);
}
