using Microsoft.Extensions.Configuration;

namespace ServiceDefaults;

/// <summary>The mistakes of a service's configuration, collected so that all are reported together, before anything starts.</summary>
/// <param name="service">The service's name, for the message.</param>
public sealed class ConfigurationProblems(string service)
{
    readonly List<string> _problems = [];

    /// <summary>What was found so far; other readers of configuration may add to it.</summary>
    public IList<string> Found => _problems;

    /// <summary>A connection string, or "" and a problem when it is missing.</summary>
    public string RequireConnectionString(IConfiguration configuration, string name)
    {
        var value = configuration.GetConnectionString(name);
        if (!string.IsNullOrWhiteSpace(value)) return value;
        _problems.Add($"ConnectionStrings__{name} is not set: give the connection string of the service's PostgreSQL database.");
        return "";
    }

    /// <summary>A whole number within bounds, the default when it is not set, or the default and a problem when it is wrong.</summary>
    public int Integer(IConfiguration configuration, string key, int fallback, int minimum, int maximum)
    {
        if (configuration[key] is not { Length: > 0 } text) return fallback;
        if (int.TryParse(text, out var value) && value >= minimum && value <= maximum) return value;
        _problems.Add($"{key.Replace(":", "__")} is '{text}': give a whole number from {minimum} to {maximum}.");
        return fallback;
    }

    /// <summary>Throws when there is a problem.</summary>
    /// <exception cref="ConfigurationException">With every problem, one a line.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0) throw new ConfigurationException(service, _problems);
    }
}

/// <summary>A service cannot start with the configuration it was given.</summary>
/// <param name="service">The service's name.</param>
/// <param name="problems">Each problem: what is wrong, and what to set.</param>
public sealed class ConfigurationException(string service, IReadOnlyList<string> problems)
    : Exception($"{service} cannot start with this configuration:{string.Concat(problems.Select(problem => "\n  - " + problem))}");
