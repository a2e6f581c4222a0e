using System.Diagnostics;

namespace Librdkafka;

/// <summary>
/// A group's coordinator is elected at the group's first use and after a broker's restart, and the library passes its "not yet" on to
/// some callers.
/// </summary>
static class Coordinator
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Makes the call, again after a pause while there is no coordinator, until the time-out; the last failure is thrown.
    /// </summary>
    internal static T Await<T>(Func<T> call, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return call();
            }
            catch (KafkaException failure) when (IsMissing(failure.Code) && IsTimeLeft(start, timeout))
            {
                cancellationToken.WaitHandle.WaitOne(Pause);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    static bool IsTimeLeft(long start, TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan || Stopwatch.GetElapsedTime(start) < timeout;

    static bool IsMissing(ErrorCode code) =>
        code is ErrorCode.NotCoordinator or ErrorCode.CoordinatorNotAvailable or ErrorCode.CoordinatorLoading;
}
