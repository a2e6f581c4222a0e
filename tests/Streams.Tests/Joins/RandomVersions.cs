using System.Globalization;

namespace Streams.Tests;

/// <summary>Versions of a few rows and of what they look up: updates, ties, repeats, moves, missing sides, retractions.</summary>
static class RandomVersions
{
    const int Rows = 6;
    const int Keys = 4;
    const int Times = 12;

    /// <summary>Facts, which may come in any order.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="count">How many, beside repeats.</param>
    /// <param name="moves">Whether a row's key may change.</param>
    public static List<Version> Events(Random random, int count, bool moves)
    {
        List<Version> versions = [];
        for (var number = 0; number < count; number++)
        {
            var isMany = random.Next(3) > 0;
            var id = isMany ? $"row-{random.Next(Rows)}" : $"key-{random.Next(Keys)}";
            versions.Add(new Version(
                isMany, id, isMany ? Key(random, id, moves) : null, random.Next(Times), number.ToString("D4", CultureInfo.InvariantCulture),
                IsRetraction: false, random.Next(8) == 0 ? null : $"text-{random.Next(20)}"));
        }
        foreach (var again in versions.Where(_ => random.Next(5) == 0).ToList()) versions.Add(again);
        return versions;
    }

    /// <summary>The records of tables, in their order.</summary>
    public static List<Version> Tables(Random random, int count)
    {
        List<Version> versions = [];
        for (var offset = 0; offset < count; offset++)
        {
            var isMany = random.Next(3) > 0;
            var id = isMany ? $"row-{random.Next(Rows)}" : $"key-{random.Next(Keys)}";
            var isRetraction = random.Next(4) == 0;
            versions.Add(new Version(
                isMany, id, isMany && !isRetraction ? Key(random, id, moves: true) : null, offset, "", isRetraction,
                isRetraction ? null : $"text-{random.Next(20)}"));
        }
        return versions;
    }

    /// <summary>One of the keys, one that nothing is ever said of, or none.</summary>
    static string? Key(Random random, string row, bool moves)
    {
        var number = moves ? random.Next(Keys + 2) : row[^1] % (Keys + 2);
        return number == Keys + 1 ? null : $"key-{number}";
    }
}
