using Microsoft.AspNetCore.Builder;

namespace ServiceDefaults;

/// <summary>Runs a service as a process.</summary>
public static class ServiceProgram
{
    const int Succeeded = 0;
    const int WrongUse = 2;

    /// <summary>Builds and runs a service until it is told to stop; a wrong configuration is printed without a stack.</summary>
    /// <param name="arguments">The process's arguments.</param>
    /// <param name="build">Builds the service.</param>
    /// <param name="command">What to do with the service instead of running it; null: run it.</param>
    /// <returns>Exit code: 0 when stopped, 2 when the configuration is wrong, the command's own when there is one.</returns>
    public static async Task<int> Run(
        string[] arguments, Func<string[], WebApplication> build, Func<WebApplication, Task<int>>? command = null)
    {
        try
        {
            await using var app = build(arguments);
            if (command is not null) return await command(app);
            await app.RunAsync();
            return Succeeded;
        }
        catch (ConfigurationException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return WrongUse;
        }
    }
}
