using System.Reflection;
using System.Text.Json;

namespace Cli;

/// <summary>The sample events that come with the program: one of each type, services of several dealers, and four large ones.</summary>
sealed class SampleEvents : IEventSource
{
    readonly List<PostedEvent> _events = Names().Select(Read).ToList();

    public int Count => _events.Count;

    public PostedEvent this[int index] => _events[index];

    static IEnumerable<string> Names() =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith("samples/")).Order(StringComparer.Ordinal);

    static PostedEvent Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        using var document = JsonDocument.Parse(json);
        var header = document.RootElement.GetProperty("eventHeader");
        return new PostedEvent(header.GetProperty("uuid").GetString()!, header.GetProperty("eventType").GetString()!, json);
    }
}
