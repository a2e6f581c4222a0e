namespace Cli;

/// <summary>Where a service was built to: beside this program, in the folder that one build fills for all.</summary>
static class ServiceBinary
{
    /// <exception cref="PlatformException">It was not built.</exception>
    public static string Of(Service service)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(own.Parent!.Parent!.FullName, service.Project, own.Name, $"{service.Project}.dll");
        return File.Exists(path) ? path : throw new PlatformException($"{service.Name} is not built: {path} is missing; ./run builds it.");
    }
}

/// <summary>The platform cannot start or cannot go on; the message says what to do.</summary>
sealed class PlatformException(string message) : Exception(message);
