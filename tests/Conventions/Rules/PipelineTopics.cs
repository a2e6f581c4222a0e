using System.Text.RegularExpressions;
using Contracts;

namespace Conventions;

/// <summary>A pipeline names only topics of the table, as topics are never made by auto-creation.</summary>
internal sealed partial class PipelineTopics : IRule
{
    static readonly HashSet<string> Known = [.. Topics.All.Select(topic => topic.Name)];

    public IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var file in repository.Files.Where(file => file.Path.StartsWith("services/routing/pipelines/", StringComparison.Ordinal)))
        {
            foreach (var (index, line) in file.Lines.Index())
            {
                if (TopicLine().Match(line) is not { Success: true } match || Known.Contains(match.Groups["topic"].Value)) continue;
                yield return new Finding(file.Path, index + 1, $"topic {match.Groups["topic"].Value} is not in Topics.cs, add it there");
            }
        }
    }

    [GeneratedRegex("""^[\s{-]*"?(topic|outputTopic)"?\s*:\s*["']?(?<topic>[\w.-]+)["']?""")]
    private static partial Regex TopicLine();
}
