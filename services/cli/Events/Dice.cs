namespace Cli;

/// <summary>Random numbers that are the same for the same seed on every machine and every version of .NET (SplitMix64, Steele et al.,
/// "Fast splittable pseudorandom number generators", 2014). Not for secrets.</summary>
struct Dice
{
    const ulong Gamma = 0x9E3779B97F4A7C15;

    ulong _state;

    /// <summary>Dice of their own for each thing that is generated, so that it does not depend on what was generated before it.</summary>
    public Dice(int seed, int kind, int number)
    {
        _state = (ulong)(uint)seed;
        _state = Next() ^ (ulong)(uint)kind;
        _state = Next() ^ (ulong)(uint)number;
    }

    public ulong Next()
    {
        _state += Gamma;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)(Next() % (ulong)count);

    public int Between(int low, int high) => low + Below(high - low + 1);

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}
