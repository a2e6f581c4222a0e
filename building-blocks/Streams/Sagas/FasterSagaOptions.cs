using System.Text.Json;
using State;

namespace Streams;

/// <summary>How the instances of a saga are kept.</summary>
public sealed class FasterSagaOptions
{
    /// <summary>
    /// A folder that outlives the process and is this instance's alone; several sagas may share it. Without what was in it everything comes
    /// back from the changelog, later.
    /// </summary>
    public string Folder { get; set; } = "";

    /// <summary>
    /// Names the saga in the folder and in the changelog, <c>&lt;group&gt;-&lt;store&gt;-changelog</c>: lower-case letters, digits,
    /// hyphens. Default: the type's name, <c>order-state</c> for <c>OrderState</c>. Another name starts without instances.
    /// </summary>
    public string Store { get; set; } = "";

    /// <summary>Time between two checkpoints of a partition that changed: what a restart reads of the changelog.</summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of memory for the instances of one partition; what exceeds it is on disk. At least 16 MiB.</summary>
    public long MemoryBytes { get; set; } = StoreLimits.DefaultMemoryBytes;

    /// <summary>
    /// True: the instances of partitions that are with others are kept here too, so that a partition that comes is ready within seconds.
    /// Each costs <see cref="MemoryBytes"/>, the disk of its instances, and the reading of their changes. Default: false.
    /// </summary>
    public bool Standby { get; set; }

    /// <summary>How instances become JSON: public properties, unless it says otherwise. What was written must stay readable.</summary>
    public JsonSerializerOptions Json { get; set; } = new();
}
