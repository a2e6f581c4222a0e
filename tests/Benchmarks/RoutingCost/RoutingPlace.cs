namespace Benchmarks.RoutingCost;

/// <summary>Where one run of one engine takes place.</summary>
/// <param name="Servers">The broker.</param>
/// <param name="Folder">A folder of its own, for its files and its log.</param>
/// <param name="Run">A name of its own: consumer group, transactional ids.</param>
sealed record RoutingPlace(string Servers, string Folder, string Run)
{
    internal string LogFile => Path.Combine(Folder, "engine.log");
}
