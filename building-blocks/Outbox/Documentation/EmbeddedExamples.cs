using System.Reflection;

namespace Outbox;

/// <summary>Example events that a service carries as resources.</summary>
public static class EmbeddedExamples
{
    /// <summary>Every resource of the assembly: name to text.</summary>
    public static IReadOnlyDictionary<string, string> Read(Assembly assembly) =>
        assembly.GetManifestResourceNames().Order(StringComparer.Ordinal).ToDictionary(name => name, name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        });
}
