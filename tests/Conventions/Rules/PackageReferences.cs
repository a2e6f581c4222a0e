using System.Xml;
using System.Xml.Linq;

namespace Conventions;

/// <summary>Versions stand in one file; what can publish to Kafka stays out of producers, so that a dual write does not compile.</summary>
internal sealed class PackageReferences : IRule
{
    static readonly string[] WithoutKafka = ["Cars", "Loans", "Payments", "Outbox", "Contracts", "Schemas", "ServiceDefaults"];
    static readonly string[] KafkaPackages = ["Confluent.", "MassTransit", "librdkafka"];

    public IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var project in repository.Projects)
        {
            var elements = XDocument.Parse(project.Text, LoadOptions.SetLineInfo).Descendants().ToList();
            foreach (var element in elements)
            {
                var line = ((IXmlLineInfo)element).LineNumber;
                var isPackage = element.Name.LocalName is "PackageReference" or "PackageDownload";
                var package = isPackage ? (string?)element.Attribute("Include") : null;
                if (package is not null && (element.Attribute("Version") ?? element.Attribute("VersionOverride")) is not null)
                {
                    yield return new Finding(project.Path, line, $"{package} has a version of its own, use Directory.Packages.props");
                }
                if (WithoutKafka.Contains(project.ProjectName) && (IsKafka(package) || element.Name.LocalName == "UsesConfluentTypes"))
                {
                    yield return new Finding(project.Path, line, $"{project.ProjectName} may not reach Kafka, use the outbox");
                }
            }
        }
    }

    static bool IsKafka(string? package) =>
        package is not null && KafkaPackages.Any(prefix => package.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
