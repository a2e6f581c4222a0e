namespace Streams.Tests.Agreement;

/// <summary>Choices from a fixed seed, so that a failure can be seen again.</summary>
sealed class Dice(int seed)
{
    readonly Random random = new(seed);

    public int Below(int bound) => random.Next(bound);

    public bool OneIn(int count) => random.Next(count) == 0;

    public T Of<T>(params IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public List<T> Several<T>(int count, Func<T> make) => [.. Enumerable.Range(0, count).Select(_ => make())];
}
