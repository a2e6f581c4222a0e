using System.Net;
using Servers;

namespace Cli;

/// <summary>A running service: started, awaited, killed and started again on the same port, with one log file.</summary>
sealed class ServiceProcess(Service service, int basePort, IReadOnlyDictionary<string, string> environment, string logFolder)
    : IAsyncDisposable
{
    static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(90);
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);

    readonly HttpClient _http = new() { Timeout = RequestTimeout };
    ChildProcess? _process;
    bool _isEndExpected;

    public Service Service => service;

    public Uri Address { get; } = new($"http://127.0.0.1:{basePort + service.PortOffset}");

    public string LogFile => Path.Combine(logFolder, $"{service.Name}.log");

    /// <summary>Starts it; <paramref name="died"/> hears when it ends without having been asked to.</summary>
    public void Start(Action<ChildProcess> died)
    {
        _isEndExpected = false;
        var variables = new Dictionary<string, string>(environment) { ["ASPNETCORE_URLS"] = Address.ToString() };
        var binary = ServiceBinary.Of(service);
        _process = ChildProcess.Start(service.Name, ["dotnet", binary], LogFile, variables, Path.GetDirectoryName(binary));
        _ = ReportDeath(_process, died);
    }

    /// <summary>Waits until its health check is good.</summary>
    /// <exception cref="PlatformException">It ended (its death is reported by itself), or was not ready in time.</exception>
    public async Task WaitUntilReady(TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!await IsHealthy(cancellationToken))
        {
            if (_process!.HasExited) throw new PlatformException($"{service.Name} has ended while it was starting.");
            if (time.GetElapsedTime(started) > ReadyTimeout)
                throw new PlatformException($"{service.Name} is not ready after {ReadyTimeout.TotalSeconds} s. {LastWords.Of(_process)}");
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    /// <summary>Ends it as a crash would.</summary>
    public async Task Kill()
    {
        _isEndExpected = true;
        if (_process is not null) await _process.Kill();
    }

    public async Task Stop()
    {
        _isEndExpected = true;
        if (_process is not null) await _process.Stop();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _http.Dispose();
    }

    async Task ReportDeath(ChildProcess process, Action<ChildProcess> died)
    {
        await process.WaitForExit(CancellationToken.None);
        if (!_isEndExpected) died(process);
    }

    async Task<bool> IsHealthy(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(Address, "/health"), cancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException || !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
