using System.Text.RegularExpressions;

namespace Conventions;

/// <summary>Images are pinned in one file, variables have a value there, and nothing listens beyond the machine by default.</summary>
internal sealed partial class ComposeValues : IRule
{
    const string Values = "compose/.env";

    public IEnumerable<Finding> Check(Repository repository)
    {
        var defined = repository.Find(Values)?.Lines.Select(line => line.Split('=')[0]).ToHashSet() ?? [];
        var ports = new Dictionary<string, string>();
        foreach (var file in repository.ComposeFiles)
        {
            foreach (var (index, line) in file.Lines.Index())
            {
                foreach (Match variable in Variable().Matches(line))
                {
                    if (defined.Contains(variable.Groups[1].Value)) continue;
                    yield return new Finding(file.Path, index + 1, $"{variable.Value} has no value, add one to {Values}");
                }

                var image = Image().Match(line).Groups[1].Value;
                if (image.Length > 0 && !image.Contains("_VERSION}", StringComparison.Ordinal))
                {
                    yield return new Finding(file.Path, index + 1, $"image {image} is not pinned, use a …_VERSION of {Values}");
                }

                if (Port().Match(line) is not { Success: true } match) continue;
                var port = match.Groups[2].Value;
                if (match.Groups[1].Value != "127.0.0.1")
                {
                    yield return new Finding(file.Path, index + 1, $"port {port} is open to the network, use 127.0.0.1:{port}");
                }
                if (!ports.TryAdd(port, file.Path))
                {
                    yield return new Finding(file.Path, index + 1, $"port {port} is taken by {ports[port]}, use another");
                }
            }
        }
    }

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^\s+image:\s*(\S+)")]
    private static partial Regex Image();

    [GeneratedRegex(@"^\s+- ""?(?:([\d.]+):)?(\d+):\d+""?\s*$")]
    private static partial Regex Port();
}
