using Microsoft.Extensions.Logging;

namespace KafkaRider;

/// <summary>
/// One endpoint from start to stop: runs the loop on a thread of its own and makes a new one when a client failed for good. What the
/// broker or the network does is never fatal; the client mends that by itself.
/// </summary>
internal sealed partial class RecordEndpoint
{
    readonly RecordEndpointConfigurator settings;
    readonly IReadOnlyDictionary<string, string> connection;
    readonly EndpointMonitor monitor;
    readonly EndpointDirectory directory;
    readonly ILogger logger;
    readonly TimeProvider time;
    TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    CancellationTokenSource stopping = new();

    internal RecordEndpoint(
        RecordEndpointConfigurator settings,
        IReadOnlyDictionary<string, string> connection,
        EndpointDirectory directory,
        ILoggerFactory loggers,
        TimeProvider time)
    {
        this.settings = settings;
        this.connection = connection;
        this.directory = directory;
        this.time = time;
        logger = loggers.CreateLogger<RecordEndpoint>();
        monitor = new EndpointMonitor(settings, logger, time) { Endpoint = this };
        directory.Add(monitor);
    }

    /// <summary>The broker is away (why), or back (null).</summary>
    internal event Action<string?>? BrokerChanged
    {
        add => monitor.BrokerChanged += value;
        remove => monitor.BrokerChanged -= value;
    }

    /// <summary>Why the broker cannot be reached; null when it can.</summary>
    internal string? BrokerProblem => monitor.BrokerProblem;

    /// <summary>Ends when partitions were assigned for the first time since the start, be it none.</summary>
    internal Task Ready => ready.Task;

    /// <summary>Ends when the endpoint has stopped.</summary>
    internal Task Stopped => stopped.Task;

    internal bool Owns(Librdkafka.TopicPartition partition) => Array.Exists(monitor.Partitions, owned => owned.Id == partition);

    internal void Start()
    {
        monitor.Problem = null;
        directory.Add(monitor);
        stopping = new CancellationTokenSource();
        ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        monitor.State = EndpointState.Starting;
        new Thread(Run) { IsBackground = true, Name = $"kafka {settings.Name}" }.Start();
    }

    /// <summary>Finishes work in flight within the stop timeout, commits what is done, leaves the group.</summary>
    internal Task Stop(CancellationToken cancellationToken)
    {
        stopping.Cancel();
        return stopped.Task.WaitAsync(cancellationToken);
    }

    /// <summary>It will not be started again: nobody is to hear of it any more.</summary>
    internal void Forget() => directory.Remove(monitor);

    void Run()
    {
        for (var failures = 0; !stopping.IsCancellationRequested;)
        {
            var started = time.GetTimestamp();
            try
            {
                using var loop = new EndpointLoop(settings, connection, monitor, logger, time);
                current = loop;
                loop.Run(ready, stopping.Token);
                failures = 0;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // Stopped while it waited for the broker: there is nothing in flight.
            }
            catch (Exception exception)
            {
                // One that ran well for a while has not failed again and again.
                if (time.GetElapsedTime(started) > settings.LongestBackOff) failures = 0;
                var wait = BackOff.After(++failures, settings.FirstBackOff, settings.LongestBackOff);
                Log.EndpointFailed(logger, exception, settings.Name, wait);
                monitor.Problem = exception.Message;
                stopping.Token.WaitHandle.WaitOne(wait);
            }
        }

        monitor.State = EndpointState.Stopped;
        ready.TrySetCanceled();
        stopped.TrySetResult();
        Log.EndpointStopped(logger, settings.Name);
    }
}
