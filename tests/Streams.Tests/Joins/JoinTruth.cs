namespace Streams.Tests;

/// <summary>Whatever the order of records, also of those between stages, of tasks and aborts: in the end each row shows what the reference
/// says.</summary>
public class JoinTruth
{
    const int Seeds = 150;
    const int Versions = 60;

    [Theory]
    [InlineData(JoinKind.Left, true)]
    [InlineData(JoinKind.Left, false)]
    [InlineData(JoinKind.Inner, true)]
    [InlineData(JoinKind.Inner, false)]
    public void Facts_in_every_order_give_the_same_final_rows(JoinKind kind, bool isMutable)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var versions = RandomVersions.Events(random, Versions, moves: isMutable).ToArray();
            var expected = Lines(JoinReference.Final(kind, versions));
            for (var order = 0; order < 2; order++)
            {
                random.Shuffle(versions);
                Run(kind, isMutable, versions, random, inOrder: order == 0, $"seed {seed}, order {order}")
                    .ShouldBe(expected, $"seed {seed}, order {order}");
            }
        }
    }

    [Theory]
    [InlineData(JoinKind.Left)]
    [InlineData(JoinKind.Inner)]
    public void Tables_whose_rows_and_keys_are_retracted_give_the_final_rows(JoinKind kind)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var versions = RandomVersions.Tables(random, Versions);

            Run(kind, isMutable: true, versions, random, inOrder: seed % 2 == 0, $"seed {seed}")
                .ShouldBe(Lines(JoinReference.Final(kind, versions)), $"seed {seed}");
        }
    }

    [Fact]
    public void Without_the_overlay_aborts_are_seen_in_the_results()
    {
        var wrong = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var versions = RandomVersions.Events(random, Versions, moves: true).ToArray();
            var simulation = new JoinSimulation(Joins.Of(JoinKind.Left, isMutable: true), random, hasOverlays: false);
            foreach (var version in versions) simulation.Feed(version);
            simulation.Drain(aborts: 0.3);
            if (!Shown(simulation).SequenceEqual(Lines(JoinReference.Final(JoinKind.Left, versions)))) wrong++;
        }

        wrong.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_change_costs_few_entries_of_state()
    {
        var random = new Random(1);
        var versions = RandomVersions.Events(random, 5_000, moves: true);
        var simulation = new JoinSimulation(Joins.Of(JoinKind.Left, isMutable: true), random);

        foreach (var version in versions) simulation.Feed(version);
        simulation.Drain();

        simulation.DeadLetters.ShouldBe(0);
        (simulation.StateChanges / (double)versions.Count).ShouldBeLessThan(2);
    }

    static List<string> Run(
        JoinKind kind, bool isMutable, IReadOnlyList<Version> versions, Random random, bool inOrder, string hint)
    {
        var simulation = new JoinSimulation(Joins.Of(kind, isMutable), random, inOrder: inOrder);
        List<Version> fed = [];
        var checkedOutputs = 0;
        simulation.Committed = () =>
        {
            for (; checkedOutputs < simulation.Outputs.Count; checkedOutputs++)
            {
                var (row, value) = simulation.Outputs[checkedOutputs];
                if (value is not null) JoinReference.Possible(kind, fed, row).ShouldContain(value, hint);
            }
        };
        var next = 0;
        while (next < versions.Count || !simulation.IsIdle)
        {
            if (next < versions.Count && (simulation.IsIdle || random.Next(3) > 0))
            {
                fed.Add(versions[next]);
                simulation.Feed(versions[next++]);
            }
            else
            {
                simulation.Step();
            }
        }
        foreach (var row in simulation.Outputs.GroupBy(output => output.Row))
            row.Zip(row.Skip(1)).Where(pair => pair.First.Value == pair.Second.Value).ShouldBeEmpty(hint);
        simulation.DeadLetters.ShouldBe(0);
        return Shown(simulation);
    }

    static List<string> Shown(JoinSimulation simulation) => Lines(
        simulation.Outputs.GroupBy(output => output.Row).ToDictionary(row => row.Key, row => row.Last().Value));

    /// <summary>Rows that show something, in their order; one that shows nothing has no value or a tombstone.</summary>
    static List<string> Lines(Dictionary<string, string?> rows) =>
        [.. rows.Where(row => row.Value is not null).OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => row.Value!)];
}
