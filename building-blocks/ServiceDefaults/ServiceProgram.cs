using Microsoft.AspNetCore.Builder;

namespace ServiceDefaults;

/// <summary>Runs a service as a process.</summary>
public static class ServiceProgram
{
    const int Succeeded = 0;
    const int WrongUse = 2;

    /// <summary>Builds and runs a service until it is told to stop; a wrong configuration is printed without a stack.</summary>
    /// <returns>Exit code: 0 when stopped, 2 when the configuration is wrong.</returns>
    public static async Task<int> Run(string[] arguments, Func<string[], WebApplication> build)
    {
        try
        {
            await using var app = build(arguments);
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
