using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using MassTransit;

namespace Streams;

/// <summary>One row of the many side of a join, as a saga: the same as the stages of a join keep of it.</summary>
public sealed class JoinSaga : SagaStateMachineInstance
{
    /// <inheritdoc />
    public Guid CorrelationId { get; set; }

    /// <summary>The name of its state.</summary>
    public string CurrentState { get; set; } = "";

    /// <summary>The row's id in full: two ids may have one <see cref="CorrelationId"/>.</summary>
    public string RowId { get; set; } = "";

    /// <summary>What it looks up; null: nothing.</summary>
    public string? JoinKey { get; set; }

    /// <summary>Its newest version: a <see cref="SideRecord"/>.</summary>
    public byte[] Version { get; set; } = [];

    /// <summary>
    /// What it found: a <see cref="SideRecord"/>, one that retracts where it is gone; null: there was nothing ever.
    /// </summary>
    public byte[]? Other { get; set; }

    /// <summary>Whether it is known what its key has.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>Hash of its output; zero for none.</summary>
    public ulong Shown { get; set; }

    /// <summary>Since when it waits before it may go out alone, milliseconds since the epoch; zero: it does not.</summary>
    public long WaitingSince { get; set; }

    /// <summary>When its newest version came, milliseconds since the epoch.</summary>
    public long ChangedAt { get; set; }

    /// <summary>The saga of a row: a hash of the join's id and the row's.</summary>
    public static Guid IdOf(string join, string row)
    {
        var (first, second) = (Encoding.UTF8.GetBytes(join), Encoding.UTF8.GetBytes(row));
        var text = new byte[sizeof(int) + first.Length + second.Length];
        BinaryPrimitives.WriteInt32BigEndian(text, first.Length);
        first.CopyTo(text, sizeof(int));
        second.CopyTo(text, sizeof(int) + first.Length);
        return new Guid(XxHash128.Hash(text), bigEndian: true);
    }
}
