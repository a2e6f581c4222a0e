using System.Xml.Linq;

namespace Conventions;

/// <summary>Who may reference whom. A service never references another service.</summary>
internal sealed class ProjectReferences : IRule
{
    // The rider's seam for record processors speaks of the client's records and partitions, so who implements one must see them.
    const string RecordTypes = "Librdkafka";

    static readonly string[] Producer = ["Contracts", "Outbox", "ServiceDefaults", "Schemas"];
    static readonly string[] Consumer = ["Contracts", "KafkaRider", "Views", "Schemas", "ServiceDefaults"];

    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Contracts"] = [],
        ["Librdkafka"] = [],
        ["State"] = [],
        ["Schemas"] = [],
        ["ServiceDefaults"] = [],
        ["Servers"] = [],
        ["Outbox"] = ["Contracts"],
        ["KafkaRider"] = ["Librdkafka"],
        ["Streams"] = ["Contracts", "KafkaRider", RecordTypes, "State", "Schemas"],
        ["Views"] = ["Contracts", "KafkaRider", RecordTypes],
        ["Cars"] = Producer,
        ["Loans"] = Producer,
        ["Payments"] = Producer,
        ["Capture"] = ["Contracts", "Librdkafka", "ServiceDefaults", "Schemas"],
        ["Routing"] = ["Contracts", "KafkaRider", RecordTypes, "Streams", "State", "Schemas", "ServiceDefaults"],
        ["CarConsumer"] = Consumer,
        ["LoanConsumer"] = Consumer,
        ["LoanPaymentConsumer"] = Consumer,
        ["ServiceConsumer"] = Consumer,
        ["Cli"] = ["Contracts", "Librdkafka", "KafkaRider", "Streams", "Schemas", "Views", "Servers"],
    };

    public IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var project in repository.Projects.Where(project => !project.Path.StartsWith("tests/", StringComparison.Ordinal)))
        {
            if (!Allowed.TryGetValue(project.ProjectName, out var allowed))
            {
                yield return new Finding(project.Path, 1, $"{project.ProjectName} is not in the table, add it to {GetType().Name}.cs");
                continue;
            }

            foreach (var (name, line) in References(project).Where(reference => !allowed.Contains(reference.Name)))
            {
                var names = allowed.Length == 0 ? "nothing of ours" : string.Join(", ", allowed);
                yield return new Finding(project.Path, line, $"{project.ProjectName} may not reference {name}, use only {names}");
            }
        }
    }

    static IEnumerable<(string Name, int Line)> References(SourceFile project) =>
        XDocument.Parse(project.Text, LoadOptions.SetLineInfo).Descendants("ProjectReference").Select(reference =>
            (Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!), ((System.Xml.IXmlLineInfo)reference).LineNumber));
}
