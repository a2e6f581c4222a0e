using System.Diagnostics;
using KafkaRider;
using Routing;
using State;
using Streams;

namespace Crash.Instances;

/// <summary>The routing service as it is shipped, until it is stopped, killed, or comes to its crash point.</summary>
static class JoiningInstance
{
    /// <summary>The point of an instance that lives.</summary>
    internal const string Never = "Never";

    /// <summary>In place of a point: the instance lives, and some of its commits fail.</summary>
    internal const string Failing = "Failing";

    /// <summary>As <see cref="Failing"/>, with state that no overlay keeps from what fails.</summary>
    internal const string FailingWithoutOverlay = "FailingWithoutOverlay";

    /// <summary>Every named point of the endpoint, of its tasks and of their stores.</summary>
    internal static readonly string[] StandbyPoints =
        [.. Enum.GetNames<CrashPoint>(), .. Enum.GetNames<TaskCrashPoint>(), .. Enum.GetNames<StoreCrashPoint>()];

    /// <summary>Those that an instance passes without standby.</summary>
    internal static readonly string[] Points = [.. StandbyPoints.Except([nameof(TaskCrashPoint.Followed)])];

    static int passes;

    internal static async Task<int> Run(string point, int count, string[] arguments)
    {
        if (point is Failing or FailingWithoutOverlay)
        {
            TaskCrashPoints.Reached = FailAtTimes;
            TaskCrashPoints.IsWithoutOverlay = point == FailingWithoutOverlay;
        }
        else if (point != Never)
        {
            CrashPoints.Reached = passed => Pass(passed.ToString());
            TaskCrashPoints.Reached = passed => Pass(passed.ToString());
            StoreCrashPoints.Reached = (passed, _) => Pass(passed.ToString());
        }

        await using var service = RoutingService.Build(arguments);
        await service.RunAsync();
        return 0;

        void FailAtTimes(TaskCrashPoint passed)
        {
            if (passed == TaskCrashPoint.ChangesProduced && Interlocked.Increment(ref passes) % count == 0)
                throw new IOException("This commit fails, as a test wants it to.");
        }

        // SIGKILL: nothing is flushed, nothing is said goodbye to.
        void Pass(string passed)
        {
            if (passed == point && Interlocked.Increment(ref passes) > count) Process.GetCurrentProcess().Kill();
        }
    }
}
