namespace Cli;

/// <summary>What every command returns.</summary>
static class ExitCode
{
    public const int Succeeded = 0;

    /// <summary>It could not be done, or the check found something.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int WrongUse = 2;
}
