using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Streams;

/// <summary>
/// Guesses the keys of an object from the object before: records of one source name the same keys in the same order, and to compare a key
/// with what is expected costs a fraction of finding its end and looking it up. A wrong guess costs one comparison.
/// </summary>
sealed class KeyGuesses
{
    const int MostKeys = 32;

    readonly Guess[] guesses = new Guess[MostKeys];

    /// <summary>Steps over the key, from its opening quote to behind its colon, if it is the expected one.</summary>
    /// <param name="cursor">At the opening quote.</param>
    /// <param name="text">The text.</param>
    /// <param name="member">Which member of the object it is, from 0.</param>
    /// <param name="node">What is needed of its value; null for nothing.</param>
    public bool TryTake(ref JsonCursor cursor, ReadOnlySpan<byte> text, int member, out PathNode? node)
    {
        node = null;
        if (member >= MostKeys || cursor.At > text.Length - Vector256<byte>.Count) return false;
        ref readonly var guess = ref guesses[member];
        var bytes = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)cursor.At);
        if (guess.Length == 0 || ((bytes ^ guess.Bytes) & guess.Mask) != Vector256<byte>.Zero) return false;
        cursor.At += guess.Length;
        node = guess.Node;
        return true;
    }

    /// <summary>Expects a key for the next object, if it is short and there is nothing between it and its colon.</summary>
    /// <param name="written">From the opening quote to behind the colon.</param>
    /// <param name="member">Which member it is.</param>
    /// <param name="node">What is needed of its value.</param>
    public void Expect(ReadOnlySpan<byte> written, int member, PathNode? node)
    {
        if (member >= MostKeys || written.Length > Vector256<byte>.Count || written[^2] != '"') return;
        Span<byte> bytes = stackalloc byte[Vector256<byte>.Count];
        Span<byte> mask = stackalloc byte[Vector256<byte>.Count];
        bytes.Clear();
        mask.Clear();
        written.CopyTo(bytes);
        mask[..written.Length].Fill(byte.MaxValue);
        guesses[member] = new Guess(Vector256.Create<byte>(bytes), Vector256.Create<byte>(mask), written.Length, node);
    }

    readonly record struct Guess(Vector256<byte> Bytes, Vector256<byte> Mask, int Length, PathNode? Node);
}
