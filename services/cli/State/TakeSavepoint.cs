using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using Contracts;
using Streams;

namespace Cli;

/// <summary><c>state savepoint</c>: asks running services, each of which saves the tasks that it has.</summary>
static class TakeSavepoint
{
    static readonly Option<Uri[]> Services = new("--service")
    {
        Description = "A running routing service; give it again for each instance.",
        HelpName = "URL",
        DefaultValueFactory = _ => [new Uri("http://localhost:5120")],
        CustomParser = result => [.. result.Tokens.Select(token => Read(result, token.Value))],
    };

    public static Command Create()
    {
        var command = new Command("savepoint", "Copy the state of all tasks as it is now; age never deletes these copies.")
        {
            Services, StateOptions.Json,
        };
        command.SetAction((parsed, cancellationToken) => StateCommand.Guarded(parsed, () => Run(parsed, cancellationToken)));
        return command;
    }

    static async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var progress = new Progress(error, TimeProvider.System);
        var saved = new List<SavedTask>();
        await Task.WhenAll(parsed.GetRequiredValue(Services).Select(service => Ask(service, Take, cancellationToken)));

        List<string> problems = [.. saved.Where(task => task.Problem is not null).Select(task => $"{Name(task)}: {task.Problem}")];
        problems.AddRange(Missing(saved));
        if (parsed.GetValue(StateOptions.Json))
        {
            output.WriteLine(JsonSerializer.Serialize(new { saved = InOrder(saved), problems }, JsonSerializerOptions.Web));
        }
        else
        {
            foreach (var task in InOrder(saved)) output.WriteLine(Line(task));
            foreach (var problem in problems) output.WriteLine($"not saved: {problem}");
        }
        return problems.Count == 0 ? ExitCode.Succeeded : ExitCode.Failed;

        void Take(SavedTask task)
        {
            lock (saved) saved.Add(task);
            progress.Say(task.Problem is null ? $"{Name(task)} is saved" : $"{Name(task)} is not saved: {ShownText.Of(task.Problem)}");
        }
    }

    static async Task Ask(Uri service, Action<SavedTask> take, CancellationToken cancellationToken)
    {
        // A large state that was never copied takes minutes.
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service, "/tasks/savepoint"));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            var text = ShownText.Of(await answer.Content.ReadAsStringAsync(cancellationToken));
            throw new PlatformException($"{service} answers {(int)answer.StatusCode}: "
                + (text.Length > 0 ? text : "no task is with it, or it restores its state: ask again when it is ready"));
        }
        await foreach (var task in answer.Content.ReadFromJsonAsAsyncEnumerable<SavedTask>(JsonSerializerOptions.Web, cancellationToken))
            if (task is not null) take(task);
    }

    /// <summary>Tasks of known stores that no instance had.</summary>
    static IEnumerable<string> Missing(List<SavedTask> saved)
    {
        if (saved.Count == 0) yield return "no instance has a task";
        foreach (var store in saved.GroupBy(task => task.Store).OrderBy(store => store.Key, StringComparer.Ordinal))
        {
            var missing = Enumerable.Range(0, Topics.EventPartitions).Except(store.Select(task => task.Partition)).ToList();
            if (missing.Count > 0)
                yield return $"{store.Key}: partitions {string.Join(", ", missing)} are with other instances: name each with --service";
        }
    }

    static IEnumerable<SavedTask> InOrder(List<SavedTask> saved) =>
        saved.Where(task => task.Problem is null).OrderBy(task => task.Store, StringComparer.Ordinal).ThenBy(task => task.Partition);

    static string Line(SavedTask task) =>
        $"{Name(task),-44} {CopyText.Time(task.Time!.Value)}  {task.Entries} entries, changelog offset {task.Offset}, "
        + (task.Next is { } next ? $"{task.Input} goes on at {next}" : $"nothing of {task.Input} was read yet");

    static string Name(SavedTask task) => $"{ShownText.Of(task.Store)}[{task.Partition}]";

    static Uri Read(System.CommandLine.Parsing.ArgumentResult result, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") return uri;
        result.AddError($"--service must be an address such as http://localhost:5120, not '{text}'.");
        return new Uri("http://localhost");
    }
}
