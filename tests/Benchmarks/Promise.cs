namespace Benchmarks;

/// <summary>Prints what is promised of measured figures, and whether it holds.</summary>
static class Promise
{
    internal static void AtMost(string what, double? figure, double limit) =>
        Print(what, figure, $"at most {limit:0.###}", figure <= limit);

    internal static void AtLeast(string what, double? figure, double limit) =>
        Print(what, figure, $"at least {limit:#,0.###}", figure >= limit);

    static void Print(string what, double? figure, string limit, bool holds)
    {
        var found = figure is null ? "not measured" : $"{figure,10:#,0.00}   {limit}: {(holds ? "holds" : "missed")}";
        Console.WriteLine($"{what,-64} {found}");
    }
}
