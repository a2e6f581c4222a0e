using MassTransit;
using static Streams.Tests.JoinSagas;

namespace Streams.Tests;

/// <summary>Every transition of a row's saga, in MassTransit's test harness.</summary>
public class JoinStates
{
    static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Keep = TimeSpan.FromDays(1);

    readonly ManualTime time = new();

    [Fact]
    public async Task A_row_that_finds_nothing_waits_goes_out_alone_and_is_corrected()
    {
        await using var sagas = await Start(wait: Wait);

        await sagas.Tell(Row(1));
        await ShouldBe(sagas, RowStatus.Awaiting);
        time.Advance(Wait / 2);
        await sagas.Tell(new WaitElapsed("r"));
        sagas.TakeShown().ShouldBeEmpty("it is not time yet");

        time.Advance(Wait / 2);
        await sagas.Tell(new WaitElapsed("r"));
        await ShouldBe(sagas, RowStatus.Awaiting);
        sagas.TakeShown().ShouldHaveSingleItem().Value!.ShouldContain("\"one\":null");
        await sagas.Tell(new WaitElapsed("r"));
        sagas.TakeShown().ShouldBeEmpty();

        await sagas.Tell(Other(1));
        await ShouldBe(sagas, RowStatus.Joined);
        sagas.TakeShown().ShouldHaveSingleItem().Value!.ShouldContain("\"one\":\"other 1\"");
    }

    [Fact]
    public async Task A_row_that_finds_the_other_side_is_joined_at_once_and_loses_it_again()
    {
        await using var sagas = await Start();
        var gone = new OtherSideChanged("r", "k", Version(SideKind.Answer, "k", 3, text: null, isRetraction: true));
        await sagas.Tell(Row(1, Version(SideKind.One, "", 1, "other 1")));
        await ShouldBe(sagas, RowStatus.Joined);
        await sagas.Tell(Other(2));
        await sagas.Tell(Other(1));
        await sagas.Tell(new OtherSideChanged("r", "k", null));
        await ShouldBe(sagas, RowStatus.Joined);
        await sagas.Tell(new WaitElapsed("r"));
        await ShouldBe(sagas, RowStatus.Joined);
        await sagas.Tell(gone);
        await ShouldBe(sagas, RowStatus.Awaiting);
        await sagas.Tell(gone);
        await ShouldBe(sagas, RowStatus.Awaiting);

        sagas.TakeShown().Select(shown => shown.Value!.Contains("null", StringComparison.Ordinal)).ShouldBe([false, false, true]);
    }

    [Fact]
    public async Task A_later_version_is_taken_and_an_older_one_is_not_in_every_state()
    {
        await using var sagas = await Start();
        var other = Version(SideKind.One, "", 1, "other 1");

        await sagas.Tell(Row(3));
        await sagas.Tell(Row(2, other));
        await sagas.Tell(new RowRetracted("r", Gone(1)));
        await ShouldBe(sagas, RowStatus.Awaiting);
        await sagas.Tell(Row(4));
        await ShouldBe(sagas, RowStatus.Awaiting);
        await sagas.Tell(Row(5, other));
        await ShouldBe(sagas, RowStatus.Joined);
        await sagas.Tell(Row(4));
        await sagas.Tell(new RowRetracted("r", Gone(4)));
        await ShouldBe(sagas, RowStatus.Joined);
        await sagas.Tell(Row(6));
        await ShouldBe(sagas, RowStatus.Awaiting);

        sagas.TakeShown().Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_retracted_row_shows_a_tombstone_and_comes_back_with_a_later_version()
    {
        await using var sagas = await Start();
        var other = Version(SideKind.One, "", 1, "other 1");

        await sagas.Tell(Row(1));
        await sagas.Tell(new RowRetracted("r", Gone(2)));
        await ShouldBe(sagas, RowStatus.Removed);
        await sagas.Tell(Other(1));
        await sagas.Tell(new WaitElapsed("r"));
        await sagas.Tell(Row(1));
        await sagas.Tell(new RowRetracted("r", Gone(3)));
        await ShouldBe(sagas, RowStatus.Removed);
        await sagas.Tell(Row(4));
        await ShouldBe(sagas, RowStatus.Awaiting);
        await sagas.Tell(new RowRetracted("r", Gone(5)));
        await sagas.Tell(Row(6, other));
        await ShouldBe(sagas, RowStatus.Joined);
        await sagas.Tell(new RowRetracted("r", Gone(7)));
        await ShouldBe(sagas, RowStatus.Removed);

        sagas.TakeShown().Select(shown => shown.Value is null).ShouldBe([false, true, false, true, false, true]);
    }

    [Fact]
    public async Task A_row_that_is_retracted_before_it_came_is_remembered_as_removed()
    {
        await using var sagas = await Start();

        await sagas.Tell(new RowRetracted("r", Gone(2)));
        await sagas.Tell(Row(1));

        await ShouldBe(sagas, RowStatus.Removed);
        sagas.TakeShown().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(RowStatus.Awaiting)]
    [InlineData(RowStatus.Joined)]
    [InlineData(RowStatus.Removed)]
    public async Task A_row_that_does_not_change_for_long_expires_without_a_word(object from)
    {
        await using var sagas = await Start(keep: Keep);
        await sagas.Tell(Row(1, from is RowStatus.Joined ? Version(SideKind.One, "", 1, "other 1") : null));
        if (from is RowStatus.Removed) await sagas.Tell(new RowRetracted("r", Gone(2)));
        await ShouldBe(sagas, (RowStatus)from);
        sagas.TakeShown();

        time.Advance(Keep / 2);
        await sagas.Tell(new KeepElapsed("r"));
        await ShouldBe(sagas, (RowStatus)from);
        time.Advance(Keep / 2);
        await sagas.Tell(new KeepElapsed("r"));

        (await sagas.Of("r")).ShouldBeNull();
        sagas.TakeShown().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_said_of_a_row_that_is_not_there_is_not_heard()
    {
        await using var sagas = await Start();

        await sagas.Tell(Other(1));
        await sagas.Tell(new WaitElapsed("r"));
        await sagas.Tell(new KeepElapsed("r"));

        (await sagas.Of("r")).ShouldBeNull();
    }

    [Fact]
    public async Task A_row_that_moves_shows_what_it_showed_until_its_new_key_answers()
    {
        await using var sagas = await Start();
        await sagas.Tell(Row(1, Version(SideKind.One, "", 1, "other 1")));
        sagas.TakeShown();

        await sagas.Tell(new RowChanged("r", "m", Version(SideKind.Many, "m", 2, "text"), IsAnswered: false, Other: null));
        await sagas.Tell(Other(2));
        await ShouldBe(sagas, RowStatus.Awaiting);
        sagas.TakeShown().ShouldBeEmpty();
        await sagas.Tell(new OtherSideChanged("r", "m", Version(SideKind.Answer, "m", 3, "other 3")));

        await ShouldBe(sagas, RowStatus.Joined);
        sagas.TakeShown().ShouldHaveSingleItem().Value!.ShouldContain("\"on\":\"m\",\"row\":\"text\",\"one\":\"other 3\"");
    }

    [Fact]
    public void The_states_have_the_names_that_the_routing_service_shows() =>
        new JoinStateMachine(Joins.Of(JoinKind.Left, isMutable: true), time).States.Select(state => state.Name)
            .Except([nameof(MassTransitStateMachine<JoinSaga>.Initial), nameof(MassTransitStateMachine<JoinSaga>.Final)])
            .ShouldBe(Enum.GetNames<RowStatus>(), ignoreOrder: true);

    Task<JoinSagas> Start(TimeSpan? wait = null, TimeSpan? keep = null) =>
        JoinSagas.Start(Joins.Of(JoinKind.Left, isMutable: true, wait: wait, keep: keep), time);

    static async Task ShouldBe(JoinSagas sagas, RowStatus status) =>
        (await sagas.Of("r")).ShouldNotBeNull().CurrentState.ShouldBe(status.ToString());

    static RowChanged Row(long at, byte[]? other = null) =>
        new("r", "k", Version(SideKind.Many, "k", at, $"text {at}"), IsAnswered: true, other);

    static OtherSideChanged Other(long at) => new("r", "k", Version(SideKind.Answer, "k", at, $"other {at}"));

    static byte[] Gone(long at) => Version(SideKind.Many, null, at, null, isRetraction: true);
}
