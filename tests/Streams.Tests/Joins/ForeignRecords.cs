using System.Text;

namespace Streams.Tests;

/// <summary>Records of the repartition topics that no first stage has written.</summary>
public class ForeignRecords
{
    static readonly string TooLong = new('x', SideRecord.KeyBytes + 1);

    public static TheoryData<JoinType, bool, SideKind, string, string> Unreadable { get; } = new()
    {
        { JoinType.Latest, false, SideKind.Many, "key", "" },
        { JoinType.Latest, false, SideKind.Many, "key", TooLong },
        { JoinType.Latest, false, SideKind.Many, "", "row" },
        { JoinType.Latest, false, SideKind.One, "", "" },
        { JoinType.Latest, false, SideKind.One, TooLong, "" },
        { JoinType.Latest, false, SideKind.Subscribe, "key", "row" },
        { JoinType.AsOfProcessingTime, false, SideKind.Many, "key", "" },
        { JoinType.AsOfProcessingTime, false, SideKind.One, "", "" },
        { JoinType.AsOfProcessingTime, false, SideKind.Answer, "key", "row" },
        { JoinType.Latest, true, SideKind.Subscribe, "key", "" },
        { JoinType.Latest, true, SideKind.Unsubscribe, "key", TooLong },
        { JoinType.Latest, true, SideKind.Answer, "key", "row" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void A_record_by_key_without_the_names_of_its_kind_is_not_read_and_changes_nothing(
        JoinType type, bool isMutable, SideKind kind, string key, string other) => Refuses(type, isMutable, task: 0, kind, key, other);

    [Theory]
    [InlineData(SideKind.Many, "", "key")]
    [InlineData(SideKind.Many, "row", null)]
    [InlineData(SideKind.Answer, "", "key")]
    [InlineData(SideKind.One, "row", "key")]
    public void A_record_by_row_without_the_names_of_its_kind_is_not_read_and_changes_nothing(
        SideKind kind, string key, string? other) => Refuses(JoinType.Latest, isMutable: true, task: 1, kind, key, other ?? TooLong);

    static void Refuses(JoinType type, bool isMutable, int task, SideKind kind, string key, string other)
    {
        var (state, output) = (new ReusedState(), new SentRecords());
        var join = Joins.Of(JoinKind.Left, isMutable, type);
        var stage = (ITaskStage)JoinTasks.Of("pipeline", join, TimeProvider.System)[task].Create(state, 0);
        var side = new SideRecord { Kind = kind, Watermark = long.MinValue, Other = Encoding.UTF8.GetBytes(other) };
        var value = new byte[side.Length];
        side.Write(value);

        stage.TryProcess(Encoding.UTF8.GetBytes(key), value, output).ShouldBeFalse();

        output.Sent.ShouldBeEmpty();
        state.Entries.ShouldBe(0);
    }
}
