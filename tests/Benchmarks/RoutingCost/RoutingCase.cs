using Servers;

namespace Benchmarks.RoutingCost;

/// <summary>One engine to measure.</summary>
/// <param name="Name">Names it on the command line.</param>
/// <param name="Title">Names it in the table.</param>
/// <param name="Start">Starts its process, which routes until it is stopped.</param>
sealed record RoutingCase(string Name, string Title, Func<RoutingPlace, ChildProcess> Start)
{
    /// <summary>Needs another runtime and more time.</summary>
    internal bool IsFlink { get; init; }

    /// <summary>Every case, in the order of the table: at-least-once, then exactly-once.</summary>
    internal static readonly RoutingCase[] All =
    [
        new("loop", "plain loop, at-least-once", place => RoutingEngines.Loop(place, exactlyOnce: false)),
        new("routing-4", "routing, 4 filters, at-least-once", place => RoutingEngines.Service(place, 4, exactlyOnce: false)),
        new("routing-100", "routing, 100 filters, at-least-once", place => RoutingEngines.Service(place, 100, exactlyOnce: false)),
        new("routing-1000", "routing, 1,000 filters, at-least-once", place => RoutingEngines.Service(place, 1_000, exactlyOnce: false)),
        new("loop-once", "plain loop, exactly-once", place => RoutingEngines.Loop(place, exactlyOnce: true)),
        new("routing-4-once", "routing, 4 filters, exactly-once", place => RoutingEngines.Service(place, 4, exactlyOnce: true)),
        new("routing-100-once", "routing, 100 filters, exactly-once", place => RoutingEngines.Service(place, 100, exactlyOnce: true)),
        new("routing-1000-once", "routing, 1,000 filters, exactly-once", place => RoutingEngines.Service(place, 1_000, exactlyOnce: true)),
        new("flink", "Flink SQL, 4 filters, at-least-once", place => RoutingEngines.Flink(place, exactlyOnce: false)) { IsFlink = true },
        new("flink-once", "Flink SQL, 4 filters, exactly-once", place => RoutingEngines.Flink(place, exactlyOnce: true)) { IsFlink = true },
    ];

    internal static RoutingCase Of(string name) => Array.Find(All, one => one.Name == name)
        ?? throw new ArgumentException($"There is no case '{name}': {string.Join(", ", All.Select(one => one.Name))}.");
}
