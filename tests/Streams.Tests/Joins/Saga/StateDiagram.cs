using MassTransit.SagaStateMachine;

namespace Streams.Tests;

/// <summary>The diagram in the documentation is the one of the state machine.</summary>
public class StateDiagram
{
    const string Page = "join-states.md";

    [Fact]
    public void The_page_shows_the_states_and_transitions_of_the_machine()
    {
        var machine = new JoinStateMachine(Joins.Of(JoinKind.Left, isMutable: true), TimeProvider.System);

        Block(File.ReadAllText(Page)).ShouldBe(Diagram(machine), $"put this into services/routing/{Page}:\n{Diagram(machine)}\n");
    }

    static string Block(string page)
    {
        const string fence = "```mermaid\n";
        var start = page.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        return page[start..page.IndexOf("\n```", start, StringComparison.Ordinal)];
    }

    static string Diagram(JoinStateMachine machine)
    {
        var edges = machine.GetGraph().Edges.ToList();
        var transitions =
            from happens in edges
            where happens.From.VertexType == typeof(MassTransit.State)
            from follows in edges
            where follows.From.Equals(happens.To) && follows.To.VertexType == typeof(MassTransit.State)
            select $"{Name(happens.From)} --> {Name(follows.To)}: {happens.To.Title}";
        var lines = transitions.Distinct().Order(StringComparer.Ordinal).Append($"{nameof(machine.Expired)} --> [*]");
        return string.Join('\n', ["stateDiagram-v2", .. lines.Select(line => $"    {line}")]);
    }

    static string Name(Vertex state) => state.Title == "Initial" ? "[*]" : state.Title;
}
