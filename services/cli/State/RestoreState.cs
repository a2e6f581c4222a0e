using System.CommandLine;
using System.Text.Json;
using Streams;

namespace Cli;

/// <summary><c>state restore</c>: it only shows the plan unless told to act.</summary>
static class RestoreState
{
    static readonly Option<DateTimeOffset?> At = MomentOption.Create(
        "--at", "Of each task its newest copy of this time or before: 2026-01-31T08:00:00Z, or 90s, 30m, 6h, 2d ago.", TimeProvider.System);

    static readonly Option<bool> Execute = new("--execute") { Description = "Go back to them; without it the plan is printed." };

    public static Command Create()
    {
        At.Required = true;
        var command = new Command(
            "restore", "Go back to copies of state, while no instance runs: each task then reads its input again from there.")
        {
            At, StateOptions.Copies, StateOptions.Group, StateOptions.Store, Execute, KafkaOption.Given, StateOptions.Json,
        };
        command.SetAction((parsed, cancellationToken) => StateCommand.Guarded(parsed, () => Run(parsed, cancellationToken)));
        return command;
    }

    static async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var copies = StateOptions.Open(parsed);
        var restore = new StateRestore(
            copies, GivenConnection.Read(parsed.GetValue(KafkaOption.Given)), TimeProvider.System);
        var at = parsed.GetValue(At)!.Value;
        var plan = await restore.Plan(at, parsed.GetValue(StateOptions.Store), cancellationToken);
        var isPossible = plan.All(step => step.Problem is null);
        var done = parsed.GetValue(Execute) && isPossible ? await Act(parsed, restore, plan, cancellationToken) : [];
        if (parsed.GetValue(StateOptions.Json)) PrintJson(parsed, at, plan, done);
        else foreach (var line in Lines(plan, done, parsed.GetValue(Execute))) parsed.InvocationConfiguration.Output.WriteLine(line);
        return isPossible ? ExitCode.Succeeded : ExitCode.Failed;
    }

    static async Task<List<RestoredTask>> Act(
        ParseResult parsed, StateRestore restore, IReadOnlyList<RestoreStep> plan, CancellationToken cancellationToken)
    {
        var progress = new Progress(parsed.InvocationConfiguration.Error, TimeProvider.System);
        var folder = Directory.CreateTempSubdirectory("tributary-restore-").FullName;
        var done = new List<RestoredTask>();
        try
        {
            await restore.Execute(plan, folder, task =>
            {
                done.Add(task);
                progress.Say($"{task.Store}[{task.Partition}]: {task.Written} written, {task.Removed} removed");
            }, cancellationToken);
            return done;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static IEnumerable<string> Lines(IReadOnlyList<RestoreStep> plan, List<RestoredTask> done, bool isExecuted)
    {
        foreach (var step in plan)
        {
            var name = $"{ShownText.Of(step.Store)}[{step.Partition}]";
            if (step.Problem is not null) yield return $"{name,-44} cannot: {ShownText.Of(step.Problem)}";
            else yield return $"{name,-44} {CopyText.Kind(step.Copy!)} of {CopyText.Time(step.Copy!.Time)}, {step.Copy.Entries} entries; "
                + $"{step.Copy.Input} from {step.Copy.Next} again (was at {CopyText.Number(step.Committed)})";
        }
        foreach (var task in done)
            yield return $"{$"{ShownText.Of(task.Store)}[{task.Partition}]",-44} restored: {task.Written} written, {task.Removed} removed";
        if (plan.Any(step => step.Problem is not null)) yield return "Nothing was changed: not every task can go back.";
        else if (!isExecuted) yield return "Nothing was changed: stop all instances, then add --execute.";
        else yield return "Done: start the instances.";
    }

    static void PrintJson(ParseResult parsed, DateTimeOffset at, IReadOnlyList<RestoreStep> plan, List<RestoredTask> done)
    {
        var steps = plan.Select(step => new
        {
            store = step.Store,
            partition = step.Partition,
            copy = step.Copy is null ? null : CopyText.Json(step.Copy),
            committed = step.Committed,
            problem = step.Problem,
        });
        parsed.InvocationConfiguration.Output.WriteLine(
            JsonSerializer.Serialize(new { at, steps, restored = done }, JsonSerializerOptions.Web));
    }
}
