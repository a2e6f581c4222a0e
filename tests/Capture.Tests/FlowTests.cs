using System.Text;

namespace Capture.Tests;

public sealed class FlowTests
{
    static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_transaction_is_taken_whole_with_the_position_behind_it()
    {
        var intake = new Intake(maxBatchBytes: 1000, maxBatchRecords: 100);
        await intake.Add(Row("a"), new CapturePosition(50, 100, 1), CancellationToken.None);
        intake.Take(Soon).ShouldBeNull();

        intake.Commit(120);
        var batch = intake.Take(Soon)!;

        batch.Records.ShouldBe(1);
        batch.After.ShouldBe(new CapturePosition(120));
        Encoding.UTF8.GetString(batch.Key(batch[0])).ShouldBe("{\"id\":\"a\"}");
        intake.Records.ShouldBe(1);
        intake.Return(batch);
        intake.Records.ShouldBe(0);
    }

    [Fact]
    public async Task A_large_transaction_is_taken_in_parts_that_say_how_many_rows_are_done()
    {
        var intake = new Intake(maxBatchBytes: 1_000_000, maxBatchRecords: 2);
        await intake.Add(Row("a"), new CapturePosition(50, 100, 1), CancellationToken.None);
        await intake.Add(Row("b"), new CapturePosition(50, 100, 2), CancellationToken.None);

        intake.Take(Soon)!.After.ShouldBe(new CapturePosition(50, 100, 2));
    }

    [Fact]
    public async Task The_reader_waits_while_both_batches_are_full()
    {
        var intake = new Intake(maxBatchBytes: 1, maxBatchRecords: 1);
        await intake.Add(Row("a"), default, CancellationToken.None);
        var first = intake.Take(Soon)!;
        await intake.Add(Row("b"), default, CancellationToken.None);

        var third = intake.Add(Row("c"), default, CancellationToken.None).AsTask();
        third.IsCompleted.ShouldBeFalse();
        intake.Return(first);
        intake.Take(Soon).ShouldNotBeNull();

        await third.WaitAsync(Eventually.Limit);
    }

    [Theory]
    [InlineData("100:110:103,105", 99U, true)]
    [InlineData("100:110:103,105", 103U, false)]
    [InlineData("100:110:103,105", 104U, true)]
    [InlineData("100:110:103,105", 110U, false)]
    [InlineData("8589934592:8589934602:", 4294967295U, true)]
    [InlineData("8589934590:8589934591:", 1U, false)]
    public void A_snapshot_covers_what_was_committed_when_it_was_taken(string snapshot, uint transaction, bool expected)
    {
        new TableSnapshot(snapshot, untilLsn: 1000).Covers(commitLsn: 999, transaction).ShouldBe(expected);
        new TableSnapshot(snapshot, untilLsn: 1000).Covers(commitLsn: 1000, transaction).ShouldBeFalse();
    }

    [Fact]
    public void A_position_reads_back_and_forgets_a_snapshot_that_the_log_has_passed()
    {
        var snapshot = new TableSnapshot("5:9:7", untilLsn: 0x2_0000_0010);
        var stored = new StoredPosition(new CapturePosition(0x1_0000_0001, 0x1_0000_0077, 12), snapshot, new SourceIdentity("7001", 3));

        var read = StoredPosition.Read(stored.ToJson("cars_business_events"), "positions", 0);

        read.Position.ShouldBe(stored.Position);
        read.Identity.ShouldBe(stored.Identity);
        read.Snapshot!.Text.ShouldBe("5:9:7");
        read.Forget().Snapshot.ShouldNotBeNull();
        (read with { Position = new CapturePosition(0x2_0000_0010) }).Forget().Snapshot.ShouldBeNull();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"lsn\":\"0/1\"}")]
    [InlineData("{\"lsn\":5,\"system\":\"1\",\"timeline\":1}")]
    [InlineData("[]")]
    public void A_foreign_record_in_the_position_topic_is_named(string value)
    {
        var exception = Should.Throw<CaptureException>(() => StoredPosition.Read(Encoding.UTF8.GetBytes(value), "positions", 41));

        exception.Message.ShouldContain("Record 41 of topic positions");
    }

    [Fact]
    public void Rows_of_covered_transactions_and_the_first_rows_of_an_open_one_are_done()
    {
        var past = new ReadPast(new CapturePosition(100, OpenLsn: 150, OpenRows: 7), new TableSnapshot("10:20:15", untilLsn: 500));

        past.RowsDone(commitLsn: 99, transaction: 30).ShouldBe(long.MaxValue);
        past.RowsDone(commitLsn: 100, transaction: 30).ShouldBe(0);
        past.RowsDone(commitLsn: 150, transaction: 15).ShouldBe(7);
        past.RowsDone(commitLsn: 200, transaction: 16).ShouldBe(long.MaxValue);
    }

    [Fact]
    public void Room_for_unread_bytes_is_given_until_the_limit_and_again_after_reading()
    {
        var log = new UnreadLog(partitions: 1, maxBytes: 100);
        log.TryReserve(60).ShouldBeTrue();
        log.TryReserve(60).ShouldBeFalse();
        log.Delivered(partition: 0, offset: 7, bytes: 60);
        log.TryReserve(41).ShouldBeFalse();
        log.TryReserve(40).ShouldBeTrue();
        log.Failed(40);

        log.Read(partition: 0, nextOffset: 7);
        log.Largest.ShouldBe(60);
        log.Read(partition: 0, nextOffset: 8);
        log.Largest.ShouldBe(0);
        log.TryReserve(1000).ShouldBeTrue();
    }

    [Fact]
    public void A_table_of_another_shape_is_described_by_its_first_difference()
    {
        var right = OutboxColumn.All.Select((column, index) => new FoundColumn(column.Name, column.TypeName, false, index == 0)).ToList();

        TableShape.Difference(right).ShouldBeNull();
        TableShape.Difference(right[..5]).ShouldBe("column 'event_data' is missing.");
        TableShape.Difference([.. right, new FoundColumn("more", "text", false, false)]).ShouldBe("column 'more' is not part of it.");
        TableShape.Difference([.. right[..2], right[2] with { Type = "text" }, .. right[3..]])
            .ShouldBe("column 'event_type' is text, not varchar.");
        TableShape.Difference([.. right[..4], right[4] with { HasDefault = true }, right[5]])
            .ShouldBe("column 'saved_date' has a default.");
        TableShape.Difference([right[0] with { IsPrimaryKey = false }, .. right[1..]]).ShouldBe("the primary key is not exactly (id).");
    }

    static RowEncoder Row(string id)
    {
        var encoder = new RowEncoder();
        encoder.Begin();
        encoder.Append(0, Encoding.UTF8.GetBytes(id));
        for (var column = 1; column < OutboxColumn.All.Count; column++) encoder.AppendNull(column);
        encoder.End(1);
        return encoder;
    }
}
