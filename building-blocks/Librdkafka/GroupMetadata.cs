using System.Runtime.InteropServices;

namespace Librdkafka;

/// <summary>
/// A consumer's membership at the moment of <see cref="Consumer.GroupMetadata"/>: with it the broker refuses offsets of a member that
/// is no longer in the group (KIP-447). Take it anew for each transaction; dispose of it afterwards.
/// </summary>
public sealed class GroupMetadata : SafeHandle
{
    internal GroupMetadata(nint metadata)
        : base(0, ownsHandle: true) => SetHandle(metadata);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Native.rd_kafka_consumer_group_metadata_destroy(handle);
        return true;
    }
}
