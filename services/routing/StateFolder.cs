namespace Routing;

/// <summary>Where the state of tasks is: the folder that was named, or a temporary one, which goes with the service.</summary>
sealed class StateFolder(RoutingOptions options) : IDisposable
{
    readonly bool isTemporary = options.StateFolder is null;

    public string Path { get; } = options.StateFolder ?? Directory.CreateTempSubdirectory("routing-state-").FullName;

    public void Dispose()
    {
        if (isTemporary) Directory.Delete(Path, recursive: true);
    }
}
