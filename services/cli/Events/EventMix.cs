namespace Cli;

enum EventKind
{
    Car,
    Loan,
    Payment,
    Service,
}

/// <summary>Which kind the event at each position of a generated sequence has. The sequence repeats a pattern whose beginning lets every
/// loan refer to a car, and every payment to a loan, that was generated before it.</summary>
static class EventMix
{
    static readonly EventKind[] Pattern = "CLPSCLPPSCLPSCPLPSCP".Select(Kind).ToArray();

    /// <summary>How many events of a kind come before a position.</summary>
    static readonly int[][] Before = Enum.GetValues<EventKind>().Select(CountsInPattern).ToArray();

    public static EventKind KindAt(int index) => Pattern[index % Pattern.Length];

    public static int CountBefore(EventKind kind, int index)
    {
        var counts = Before[(int)kind];
        return index / Pattern.Length * counts[^1] + counts[index % Pattern.Length];
    }

    static int[] CountsInPattern(EventKind kind) =>
        Enumerable.Range(0, Pattern.Length + 1).Select(end => Pattern.Take(end).Count(each => each == kind)).ToArray();

    static EventKind Kind(char letter) => letter switch
    {
        'C' => EventKind.Car,
        'L' => EventKind.Loan,
        'P' => EventKind.Payment,
        _ => EventKind.Service,
    };
}
