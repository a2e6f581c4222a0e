using System.Text;
using Librdkafka;
using Record = Librdkafka.Record;

namespace Streams.Tests;

/// <summary>What the first stage of a join makes of source records.</summary>
public class Rekeying
{
    const string LoanEvent = """
        {"eventHeader":{"uuid":"e-1","eventType":"LoanCreated","createdDate":"2025-01-20T14:15:00Z"},"entities":[{"entityHeader":
        {"entityId":"loan-1","entityType":"Loan"},"carId":"car-1","loanAmount":50000.00,"startDate":1737382500000,"status":"active"}]}
        """;

    static readonly IReadOnlyList<JoinColumn> Columns =
    [
        new("loanId", JoinOrigin.Many, Named("entity.id"), ScalarType.String, null),
        new("amount", JoinOrigin.Many, Named("entity.loanAmount"), ScalarType.Number, null),
        new("start", JoinOrigin.Many, Named("entity.startDate"), ScalarType.Timestamp, null),
        new("isActive", JoinOrigin.Many, Named("entity.status"), ScalarType.Boolean, null),
        new("model", JoinOrigin.One, Named("entity.model"), ScalarType.String, null),
    ];

    [Fact]
    public void A_row_goes_by_its_join_key_with_its_columns_in_one_form()
    {
        var sent = Send(Side(isMany: true, isMutable: false), LoanEvent).ShouldHaveSingleItem();

        (sent.Topic, sent.Key).ShouldBe(("p-j-repartition", "car-1"));
        SideRecord.TryRead(sent.Value, out var record).ShouldBeTrue();
        (record.Kind, record.IsRetraction, record.HasNoJoinKey).ShouldBe((SideKind.Many, false, false));
        (record.SourcePartition, record.SourceOffset, record.Watermark).ShouldBe((2, 17L, long.MinValue));
        record.EventTime.ShouldBe(1737382500000);
        Text(record.EventId).ShouldBe("e-1");
        Text(record.Other).ShouldBe("loan-1");
        Texts(record.Columns).ShouldBe(["loan-1", "50000", "2025-01-20T14:15:00.000Z", null]);
    }

    [Fact]
    public void A_row_whose_join_key_may_change_goes_by_its_id()
    {
        var sent = Send(Side(isMany: true, isMutable: true), LoanEvent).ShouldHaveSingleItem();

        (sent.Topic, sent.Key).ShouldBe(("p-j-rows-repartition", "loan-1"));
        SideRecord.TryRead(sent.Value, out var record).ShouldBeTrue();
        Text(record.Other).ShouldBe("car-1");
    }

    [Theory]
    [InlineData("""null""")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    public void A_row_that_looks_nothing_up_goes_by_its_id_and_says_so(string carId)
    {
        var sent = Send(Side(isMany: true, isMutable: false), LoanEvent.Replace("\"car-1\"", carId)).ShouldHaveSingleItem();

        (sent.Topic, sent.Key).ShouldBe(("p-j-repartition", "loan-1"));
        SideRecord.TryRead(sent.Value, out var record).ShouldBeTrue();
        (record.HasNoJoinKey, Text(record.Other)).ShouldBe((true, "loan-1"));
    }

    [Fact]
    public void The_other_side_goes_by_its_key()
    {
        var sent = Send(Side(isMany: false, isMutable: false), LoanEvent.Replace("carId", "model")).ShouldHaveSingleItem();

        (sent.Topic, sent.Key).ShouldBe(("p-j-repartition", "loan-1"));
        SideRecord.TryRead(sent.Value, out var record).ShouldBeTrue();
        (record.Kind, record.HasNoJoinKey, record.Other.Length).ShouldBe((SideKind.One, false, 0));
        Texts(record.Columns).ShouldBe(["car-1"]);
    }

    [Theory]
    [InlineData("createdDate", "madeDate", NotJoinedException.WithoutTime)]
    [InlineData("entityId", "number", NotJoinedException.WithoutKey)]
    [InlineData("uuid", "number", NotJoinedException.WithoutKey)]
    public void A_record_that_lacks_what_a_join_needs_is_named_with_it(string name, string other, string reason)
    {
        var output = new SentRecords();

        var problem = Write(Side(isMany: true, isMutable: false), LoanEvent.Replace(name, other), output);

        problem.ShouldNotBeNull().Reason.ShouldBe(reason);
        output.Sent.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_too_large_to_be_kept_is_named()
    {
        var output = new SentRecords();
        var large = LoanEvent.Replace("\"carId\":\"car-1\"", $"\"model\":\"{new string('x', ColumnValues.MostBytes)}\"");

        var problem = Write(Side(isMany: false, isMutable: false), large, output);

        problem.ShouldNotBeNull().Reason.ShouldBe(NotJoinedException.TooLarge);
        output.Sent.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"id":"loan-1"}""", null)]
    [InlineData("loan-1", null)]
    [InlineData("loan-1", """{"eventHeader":{"eventType":"LoanClosed"}}""")]
    public void A_tombstone_of_a_table_and_a_record_that_left_its_filter_retract_the_entity_of_the_key(string key, string? value)
    {
        var output = new SentRecords();

        Write(Side(isMany: true, isMutable: true, SourceKind.Table), value, output, key).ShouldBeNull();

        var sent = output.Sent.ShouldHaveSingleItem();
        (sent.Topic, sent.Key).ShouldBe(("p-j-rows-repartition", "loan-1"));
        SideRecord.TryRead(sent.Value, out var record).ShouldBeTrue();
        (record.IsRetraction, record.EventTime, record.Columns.Length).ShouldBe((true, 17L, 0));
    }

    [Fact]
    public void A_table_counts_by_the_order_of_its_records()
    {
        var sent = Send(Side(isMany: true, isMutable: true, SourceKind.Table), LoanEvent).ShouldHaveSingleItem();

        SideRecord.TryRead(sent.Value, out var record).ShouldBeTrue();
        (record.IsRetraction, record.EventTime, record.EventId.Length).ShouldBe((false, 17L, 0));
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.50", "-0.5")]
    [InlineData("1E+2", "100")]
    [InlineData("0.000000000000000001", "0.000000000000000001")]
    [InlineData("-12345678901234567890.123456789012345678", "-12345678901234567890.123456789012345678")]
    [InlineData("000.10", "0.1")]
    public void Numbers_are_plain(string text, string canonical)
    {
        var written = new byte[64];

        CanonicalText.TryWrite(ScalarType.Number, Encoding.UTF8.GetBytes(text), written, out var length).ShouldBeTrue();

        Encoding.UTF8.GetString(written, 0, length).ShouldBe(canonical);
    }

    static RekeyedSide Side(bool isMany, bool isMutable, SourceKind kind = SourceKind.Events)
    {
        var source = new Source("loans", "loan-events", SourceFormat.Event, kind);
        var isLoan = new Condition.Comparison(
            Field.EventType, Operator.Equal, ScalarType.String, [new Literal(ScalarType.String, "LoanCreated")]);
        var join = new Join(
            "a-join", null, null, Enabled: true, FilterStatus.Deployed, 1, JoinType.Latest, JoinKind.Left,
            new ManySide("loan", source, isLoan, Named("entity.id"), Named("entity.carId"), isMutable),
            new OneSide("car", source, isLoan, Named("entity.id")), Columns, "loans-with-cars");
        return RekeyedSide.Of(join, new JoinNames("p", "j"))[isMany ? 0 : 1];
    }

    static List<SentRecord> Send(RekeyedSide side, string value)
    {
        var output = new SentRecords();
        Write(side, value, output).ShouldBeNull();
        return output.Sent;
    }

    static NotJoinedException? Write(RekeyedSide side, string? value, SentRecords output, string key = "a-key")
    {
        var set = FilterSet.Compile([side.Filter], fields: side.Fields);
        var evaluator = set.NewEvaluator();
        var bytes = value is null ? null : Encoding.UTF8.GetBytes(value);
        if (bytes is not null) evaluator.Evaluate(bytes).ShouldBeTrue(evaluator.Problem);
        return new SideWriter(side, set).Write(
            new Record(new PlainRecord("loan-events", 2, 17, Encoding.UTF8.GetBytes(key), bytes)), evaluator, output);
    }

    static Field Named(string name) => Field.Find(name).ShouldNotBeNull();

    static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    static List<string?> Texts(ReadOnlySpan<byte> columns)
    {
        List<string?> texts = [];
        foreach (var value in new ColumnValues(columns)) texts.Add(value.IsNull ? null : Text(value.Text));
        return texts;
    }
}
