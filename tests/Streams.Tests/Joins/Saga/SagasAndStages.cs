using System.Text;
using State;
using static Streams.Tests.JoinSagas;

namespace Streams.Tests;

/// <summary>
/// The state machine and the stage hear the same, in any order: after each event they hold and show the same.
/// </summary>
public class SagasAndStages
{
    const int Events = 120;
    const int Rows = 2;

    // Timers are up to a 64th late: half a second beside the seconds in which time passes, so that they are due in the same step.
    static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(6_500);
    static readonly TimeSpan Keep = TimeSpan.FromMilliseconds(25_500);

    readonly ManualTime time = new();
    readonly SentRecords output = new();

    [Theory]
    [InlineData(JoinKind.Left, true, 1)]
    [InlineData(JoinKind.Left, true, 2)]
    [InlineData(JoinKind.Left, false, 3)]
    [InlineData(JoinKind.Inner, false, 4)]
    public async Task A_join_whose_rows_keep_their_key(JoinKind kind, bool hasTimes, int seed)
    {
        var (random, join) = (new Random(seed), Of(kind, isMutable: false, hasTimes));
        await using var sagas = await Start(join, time);
        var store = new MemoryStore();
        var (stage, others) = (new JoinStage(join, store, time), new OtherSide(store, 2));
        for (var number = 0; number < Events; number++)
        {
            var row = $"row-{random.Next(Rows)}";
            var version = Random(random, SideKind.Many, row);
            var before = Other(others);
            switch (random.Next(5))
            {
                case 0:
                    Process(stage, "k", Random(random, SideKind.One, ""));
                    if (!Equal(before, Other(others)))
                        for (var told = 0; told < Rows; told++) await sagas.Tell(new OtherSideChanged($"row-{told}", "k", Other(others)));
                    break;
                case 1:
                    await Pass(random, stage, sagas);
                    break;
                default:
                    Process(stage, "k", version);
                    if (IsRetraction(version)) await sagas.Tell(new RowRetracted(row, version));
                    else await sagas.Tell(new RowChanged(row, "k", version, IsAnswered: true, before));
                    break;
            }
            await ShouldAgree(sagas, stage.Rows("k"u8, Rows), $"event {number}");
        }
    }

    [Theory]
    [InlineData(JoinKind.Left, true, 1)]
    [InlineData(JoinKind.Left, true, 2)]
    [InlineData(JoinKind.Left, false, 3)]
    [InlineData(JoinKind.Inner, false, 4)]
    public async Task A_join_whose_rows_move(JoinKind kind, bool hasTimes, int seed)
    {
        var (random, join) = (new Random(seed), Of(kind, isMutable: true, hasTimes));
        await using var sagas = await Start(join, time);
        var stage = new RowStage(join, new JoinNames("pipeline", "join"), new MemoryStore(), time);
        for (var number = 0; number < Events; number++)
        {
            var row = $"row-{random.Next(Rows)}";
            var key = (string?[])["k", "m", null];
            var on = key[random.Next(3)];
            switch (random.Next(5))
            {
                case 0 or 1 when on is not null:
                    var answer = Random(random, SideKind.Answer, on);
                    Process(stage, row, answer);
                    await sagas.Tell(new OtherSideChanged(row, on, answer));
                    break;
                case 2:
                    await Pass(random, stage, sagas);
                    break;
                default:
                    var version = Random(random, SideKind.Many, on);
                    Process(stage, row, version);
                    if (IsRetraction(version)) await sagas.Tell(new RowRetracted(row, version));
                    else await sagas.Tell(new RowChanged(row, on, version, IsAnswered: false, Other: null));
                    break;
            }
            var rows = Enumerable.Range(0, Rows).SelectMany(each => stage.Rows(Encoding.UTF8.GetBytes($"row-{each}"), 1)).ToList();
            await ShouldAgree(sagas, rows, $"event {number}");
        }
    }

    static Join Of(JoinKind kind, bool isMutable, bool hasTimes) =>
        Joins.Of(kind, isMutable, wait: hasTimes ? Wait : null, keep: hasTimes ? Keep : null);

    async Task Pass(Random random, ITaskStage stage, JoinSagas sagas)
    {
        time.Advance(TimeSpan.FromSeconds(random.Next(1, 12)));
        while (!stage.Tick(time.GetUtcNow(), output))
        {
            // More is due.
        }
        for (var row = 0; row < Rows; row++)
        {
            await sagas.Tell(new WaitElapsed($"row-{row}"));
            await sagas.Tell(new KeepElapsed($"row-{row}"));
        }
    }

    async Task ShouldAgree(JoinSagas sagas, IReadOnlyList<JoinedRow> rows, string hint)
    {
        for (var number = 0; number < Rows; number++)
        {
            var row = rows.SingleOrDefault(each => each.Id == $"row-{number}");
            var saga = await sagas.Of($"row-{number}");
            (saga?.CurrentState).ShouldBe(row?.Status, hint);
            if (saga is null || row is null) continue;
            (saga.Shown != 0).ShouldBe(row.IsShown, hint);
            (saga.Version.Length > 0 ? EventId(saga.Version) : null).ShouldBe(row.Row.EventId, hint);
            if (row.ChangedAt is null) continue;
            DateTimeOffset.FromUnixTimeMilliseconds(saga.ChangedAt).ShouldBe(row.ChangedAt.Value, hint);
            saga.WaitingSince.ShouldBe(row.WaitingSince?.ToUnixTimeMilliseconds() ?? 0, hint);
        }
        var shown = output.Sent.Where(sent => sent.Topic == "output").OrderBy(sent => sent.Key, StringComparer.Ordinal)
            .Select(sent => (sent.Key, sent.Value is null ? null : Encoding.UTF8.GetString(sent.Value)));
        sagas.TakeShown().OrderBy(each => each.Row, StringComparer.Ordinal).ShouldBe(shown, hint);
        output.Sent.Clear();
    }

    void Process(ITaskStage stage, string key, byte[] value) =>
        stage.TryProcess(Encoding.UTF8.GetBytes(key), value, output).ShouldBeTrue();

    static byte[] Random(Random random, SideKind kind, string? other)
    {
        var isRetraction = random.Next(5) == 0;
        return Version(kind, other, random.Next(1_000), isRetraction ? null : $"text {random.Next(3)}", isRetraction);
    }

    static byte[]? Other(OtherSide others)
    {
        if (!others.TryGet("k"u8, out var side)) return null;
        var bytes = new byte[side.Length];
        side.Write(bytes);
        return bytes;
    }

    static bool Equal(byte[]? one, byte[]? other) => one is null ? other is null : other is not null && one.SequenceEqual(other);

    static bool IsRetraction(byte[] version) => SideRecord.TryRead(version, out var side) && side.IsRetraction;

    static string? EventId(byte[] version) =>
        SideRecord.TryRead(version, out var side) ? Encoding.UTF8.GetString(side.EventId) : null;
}
