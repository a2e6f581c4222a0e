using Servers;

namespace Cli;

/// <summary>What a process wrote last, for messages.</summary>
static class LastWords
{
    const int Lines = 25;

    public static string Of(ChildProcess process) => $"Its log {process.LogFile} ends with:\n{string.Join('\n', process.LastLines(Lines))}";
}
