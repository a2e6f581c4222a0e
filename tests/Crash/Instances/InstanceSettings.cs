using System.Text.Json;

namespace Crash.Instances;

/// <summary>What an instance does and where it dies; handed to its process as JSON.</summary>
public sealed record InstanceSettings
{
    public required string Servers { get; init; }

    public required string Source { get; init; }

    public required string Target { get; init; }

    public required string Group { get; init; }

    /// <summary>Its state folder; its log is beside it.</summary>
    public required string Folder { get; init; }

    /// <summary>In transactions, else at-least-once.</summary>
    public bool ExactlyOnce { get; init; }

    /// <summary>A typed consumer with a topic producer, else a record processor.</summary>
    public bool Typed { get; init; }

    /// <summary>A saga on FASTER.</summary>
    public bool Counts { get; init; }

    /// <summary>Name of the crash point; null: it lives until it is killed or stopped.</summary>
    public string? CrashAt { get; init; }

    /// <summary>How often the point is passed before it is the end.</summary>
    public int Passes { get; init; }

    public static InstanceSettings Parse(string json) => JsonSerializer.Deserialize<InstanceSettings>(json)!;

    public string ToJson() => JsonSerializer.Serialize(this);
}
