namespace Routing.Tests.Support;

/// <summary>A pipeline folder for one test.</summary>
public sealed class PipelineFiles : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("pipelines-").FullName;

    public void Write(string yaml, string file = "pipeline.yaml")
    {
        // Renamed into place, as editors and deployments do, so that no half a file is read.
        var path = Path.Combine(Folder, file);
        File.WriteAllText($"{path}.new", yaml);
        File.Move($"{path}.new", path, overwrite: true);
    }

    /// <summary>One filter on event_type for each pair of type and topic; only inserts pass.</summary>
    public static string ByType(string source, params (string Type, string Topic)[] filters) => $"""
        name: test
        sources: [{"{"} id: source, topic: {source} {"}"}]
        filters:
        {string.Concat(filters.Select(filter => $"""
          - id: {filter.Type.ToLowerInvariant()}-filter
            name: {filter.Type}
            consumerId: consumer-of-{filter.Type}
            outputTopic: {filter.Topic}
            enabled: true
            status: deployed
            conditions:
              - {"{"} field: event_type, operator: equals, value: {filter.Type} {"}"}
              - {"{"} field: __op, operator: equals, value: c {"}"}

        """))}
        """;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
