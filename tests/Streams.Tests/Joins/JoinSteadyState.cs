using System.Buffers.Binary;
using System.Text;
using KafkaRider;
using Librdkafka;

namespace Streams.Tests;

/// <summary>Once its buffers have grown, a stage allocates nothing for a record.</summary>
public class JoinSteadyState
{
    const int EventTimeOffset = 23;
    const int Rounds = 500;

    static readonly NoOutput Output = new();
    static readonly JoinNames Names = new("pipeline", "join");

    readonly ReusedState state = new();
    readonly ManualTime time = new();
    long version;

    [Fact]
    public void Rows_that_come_change_and_go_allocate_nothing()
    {
        var rows = new RowList(state, 1);
        var page = new RowChunk();
        var ids = Enumerable.Range(0, 100).Select(number => BitConverter.GetBytes(number)).ToArray();

        ShouldAllocateNothing(() =>
        {
            foreach (var id in ids) rows.Put("k"u8, id, "payload"u8);
            foreach (var id in ids) rows.Put("k"u8, id, "another"u8);
            for (var before = long.MaxValue; rows.ReadOlder("k"u8, before, page);) before = RowList.AfterAll(page);
            foreach (var id in ids) rows.Remove("k"u8, id);
        });
    }

    [Fact]
    public void A_join_whose_rows_keep_their_key_allocates_nothing()
    {
        var stage = new JoinStage(Joins.Of(JoinKind.Left, isMutable: false), state, time);
        var (row, other) = (Side("k", SideKind.Many, "loan"), Side("k", SideKind.One, ""));

        ShouldAllocateNothing(() => Process(stage, row, other));
    }

    [Fact]
    public void A_key_with_many_rows_allocates_nothing_while_it_tells_them()
    {
        var stage = new JoinStage(Joins.Of(JoinKind.Left, isMutable: false), state, time);
        for (var row = 0; row < FanOut.MostAtOnce + 100; row++) Process(stage, Side("k", SideKind.Many, $"loan-{row}"));
        var other = Side("k", SideKind.One, "");

        ShouldAllocateNothing(
            () =>
            {
                Process(stage, other);
                while (!stage.Tick(time.GetUtcNow(), Output)) Process(stage, other);
            },
            rounds: 5);
    }

    [Fact]
    public void A_join_whose_rows_move_allocates_nothing()
    {
        var join = Joins.Of(JoinKind.Left, isMutable: true);
        var (rows, keys) = (new RowStage(join, Names, state, time), new SubscriptionStage(join, Names, new ReusedState(), time));
        var (here, there) = (Side("loan", SideKind.Many, "k"), Side("loan", SideKind.Many, "m"));
        var (answer, other) = (Side("loan", SideKind.Answer, "k"), Side("k", SideKind.One, ""));
        var (subscribe, unsubscribe) = (Side("k", SideKind.Subscribe, "loan"), Side("k", SideKind.Unsubscribe, "loan"));

        ShouldAllocateNothing(() =>
        {
            Process(rows, there, here, answer, here);
            Process(keys, subscribe, other, unsubscribe);
        });
    }

    static void ShouldAllocateNothing(Action round, int rounds = Rounds)
    {
        for (var warmUp = 0; warmUp < 3; warmUp++) round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 0; number < rounds; number++) round();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    void Process(ITaskStage stage, params ReadOnlySpan<PlainRecord> records)
    {
        foreach (var record in records)
        {
            var value = record.Value!;
            BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(EventTimeOffset), ++version);
            // The columns too: a change that shows nothing else would be no work.
            BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(value.Length - sizeof(long)), version);
            stage.TryProcess(record.Key, value, Output).ShouldBeTrue();
        }
    }

    static PlainRecord Side(string key, SideKind kind, string other)
    {
        Span<byte> columns = stackalloc byte[sizeof(int) + sizeof(long)];
        ColumnValues.Write(columns, stackalloc byte[sizeof(long)], isNull: false);
        var side = new SideRecord { Kind = kind, Other = Encoding.UTF8.GetBytes(other), Columns = columns };
        var bytes = new byte[side.Length];
        side.Write(bytes);
        return new PlainRecord("topic", 0, 0, Encoding.UTF8.GetBytes(key), bytes);
    }

    sealed class NoOutput : ProducedOnly
    {
        public override void Produce(
            string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers = default)
        {
            // Only what the stage does counts.
        }
    }
}
