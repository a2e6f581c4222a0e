using System.Text.Json.Serialization;

namespace Streams;

/// <summary>What an instance does with a task.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskRole>))]
public enum TaskRole
{
    /// <summary>Nothing: its partition is not assigned to this instance, its store is kept for the case that it comes back.</summary>
    [JsonStringEnumMemberName("kept")]
    Kept,

    /// <summary>Its partition is not assigned to this instance; its changelog is followed.</summary>
    [JsonStringEnumMemberName("standby")]
    Standby,

    /// <summary>Its partition is assigned, its state is being brought to the end of its changelog.</summary>
    [JsonStringEnumMemberName("restoring")]
    Restoring,

    /// <summary>It processes records.</summary>
    [JsonStringEnumMemberName("running")]
    Running,
}
