using Librdkafka;

namespace Cli;

/// <summary>One <c>run</c>, from the first process to the last: start, post, check, tell, stop.</summary>
sealed class RunSession(RunOptions options, TextWriter output, bool isTerminal, TimeProvider time, Progress progress)
{
    /// <returns>Exit code.</returns>
    public async Task<int> Run(CancellationToken interrupted)
    {
        var data = DataFolder.Open(options.Data);
        var (exitCode, isFailure) = (ExitCode.Failed, true);
        await using var stopping = interrupted.Register(() => progress.Say("stopping"));
        try
        {
            Inherited.Forget(keepConnection: options.Kafka is not null);
            var kafkaHome = Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home ? home : null;
            await using var platform = await Platform.Start(options.Platform(data, kafkaHome), time, progress, interrupted);
            exitCode = await PostAndCheck(platform, data, interrupted);
            isFailure = exitCode != ExitCode.Succeeded;
            if (!interrupted.IsCancellationRequested) progress.Say("stopping");
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            isFailure = false;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync(IsExpected(e) ? e.Message : e.ToString());
        }
        if (!data.RemoveIfTemporary(isFailure)) progress.Say($"logs and data are kept in {data.Path}");
        return exitCode;
    }

    async Task<int> PostAndCheck(Platform platform, DataFolder data, CancellationToken interrupted)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        var work = Check(platform, ended.Token);
        if (await Task.WhenAny(work, platform.FirstDeath) != work && options.Once)
        {
            await ended.CancelAsync();
            await work.ContinueWith(_ => { }, TaskScheduler.Default);
            throw new PlatformException($"{await platform.FirstDeath} was needed and has ended.");
        }
        var result = await work;
        if (options.Once) return result.IsRight ? ExitCode.Succeeded : ExitCode.Failed;
        Welcome.Write(output, platform, data);
        // Ctrl-C is how a platform that stays up is meant to end.
        await Task.Delay(Timeout.InfiniteTimeSpan, time, interrupted).ContinueWith(_ => { }, TaskScheduler.Default);
        return platform.FirstDeath.IsCompleted ? ExitCode.Failed : ExitCode.Succeeded;
    }

    /// <summary>Errors whose message says what to do; any other is shown with where it came from.</summary>
    static bool IsExpected(Exception e) =>
        e is PlatformException or EventRefusedException or KafkaException or InvalidOperationException or IOException;

    async Task<RunResult> Check(Platform platform, CancellationToken cancellationToken)
    {
        var posted = new PostedIndex(options.EventSource());
        await using var topics = new TopicWatch(platform.Broker.Connection, posted, time);
        await platform.StartCapture(cancellationToken);
        var started = time.GetTimestamp();
        progress.Say($"posting {posted.Events.Count} events");
        await new EventPoster(platform.Producers, time).Post(posted.Events, options.Plan(), cancellationToken);
        progress.Say("posted; waiting until all are in the views");
        var views = await ReadViews(platform, posted, cancellationToken);
        var elapsed = time.GetElapsedTime(started);
        await topics.Settle(options.Patience, cancellationToken);
        var result = RunResult.Of(posted, topics, views, elapsed, platform.Broker.Kind, platform.Capture);
        Report(result, views);
        return result;
    }

    async Task<IReadOnlyList<ViewOutcome>> ReadViews(Platform platform, PostedIndex posted, CancellationToken cancellationToken)
    {
        var readers = ViewTable.All.Select(view => new ViewReader(view, platform.AddressOf(view.Service))).ToList();
        try
        {
            return await new ViewCheck(posted, readers, time, progress).Wait(options.Patience, cancellationToken);
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }

    void Report(RunResult result, IReadOnlyList<ViewOutcome> views)
    {
        var people = options.Json ? Console.Error : output;
        ResultTable.Write(people, isTerminal, result);
        foreach (var line in views.SelectMany(view => view.MissingExamples().Concat(view.Differences))) people.WriteLine(line);
        if (options.Json) output.WriteLine(result.ToJson());
    }
}
