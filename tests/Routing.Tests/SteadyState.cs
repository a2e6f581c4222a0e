using System.Text;
using KafkaRider;
using Librdkafka;
using State;
using Streams;
using Record = Librdkafka.Record;

namespace Routing.Tests;

public class SteadyState
{
    [Fact]
    public void Routing_a_record_allocates_nothing()
    {
        var router = new BatchRouter(FilterSet.Compile(Filters), []);
        var batch = RecordBatch.FromRecords("group", Enumerable.Range(0, 100).Select(One).ToArray());
        var output = new Counting();
        Route(router, batch, output);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++) Route(router, batch, output);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        output.Forwarded.ShouldBe(101 * 50);
    }

    [Fact]
    public void Neither_does_a_duplicate_nor_the_first_record_of_an_id()
    {
        var router = new BatchRouter(FilterSet.Compile(Filters, fields: Field.Id), [], Field.Id);
        var batch = RecordBatch.FromRecords("group", Enumerable.Range(0, 100).Select(Numbered).ToArray());
        using var state = new TransactionOverlay(new MemoryStore());
        var (seen, output) = (new SeenIds(state, TimeSpan.FromHours(1)), new Counting());
        Round();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++) Round();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        output.Forwarded.ShouldBe(101 * 50);

        void Round()
        {
            Route(router, batch, output, seen);
            Route(router, batch, output, seen);
            state.Drop();
        }
    }

    static IReadOnlyList<Filter> Filters
    {
        get
        {
            var yaml = Support.PipelineFiles.ByType("raw", ("CarCreated", "cars"), ("LoanCreated", "loans"));
            return PipelineFile.Parse("x", Encoding.UTF8.GetBytes(yaml)).Pipeline!.Filters;
        }
    }

    static PlainRecord Numbered(int number)
    {
        var type = number % 2 == 0 ? "CarCreated" : "x";
        var value = $$"""{"id":"01890a5d-ac96-774b-bcce-b302099a80{{number:D2}}","event_type":"{{type}}","__op":"c"}""";
        return new PlainRecord("raw", 0, number, "key"u8.ToArray(), Encoding.UTF8.GetBytes(value));
    }

    static PlainRecord One(int number)
    {
        var type = number % 2 == 0 ? "CarCreated" : "x\\n";
        var operation = number % 3 == 0 ? "" : ",\"__op\":\"c\"";
        return new PlainRecord("raw", 0, number, "key"u8.ToArray(), Encoding.UTF8.GetBytes($$"""{"event_type":"{{type}}"{{operation}}}"""));
    }

    static void Route(BatchRouter router, RecordBatch batch, IRecordOutput output, SeenIds? seen = null)
    {
        router.Begin(DateTimeOffset.UnixEpoch, seen);
        for (var index = 0; index < batch.Count; index++) router.Route(batch[index], output);
        router.End();
    }

    sealed class Counting : IRecordOutput
    {
        public int Forwarded { get; private set; }

        public void Produce(
            string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers = default) =>
            throw new NotSupportedException("routing forwards");

        public void Forward(in Record record, string topic, int partition, ReadOnlySpan<HeaderToAdd> headers = default) => Forwarded++;

        public void Forward(in Record record, string topic, int partition, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers) =>
            Forwarded++;

        public void DeadLetter(in Record record, string reason, Exception? error) => throw error!;

        public void Fail(in Record record, string reason, Exception error) => throw error;

        public ValueTask Acknowledged(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
