using System.Diagnostics;

namespace Librdkafka;

/// <summary>
/// A group's coordinator is elected at the group's first use, a partition's leader when its topic is made, and both after a broker's
/// restart; the library passes the broker's "not yet" on to some callers.
/// </summary>
static class Election
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Makes the call, again after a pause while the election goes on, until the time-out; the last failure is thrown.
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
            catch (KafkaException failure) when (IsOpen(failure.Code) && IsTimeLeft(start, timeout))
            {
                cancellationToken.WaitHandle.WaitOne(Pause);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    static bool IsTimeLeft(long start, TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan || Stopwatch.GetElapsedTime(start) < timeout;

    static bool IsOpen(ErrorCode code) =>
        code is ErrorCode.NotCoordinator or ErrorCode.CoordinatorNotAvailable or ErrorCode.CoordinatorLoading
            or ErrorCode.NotLeader or ErrorCode.LeaderNotAvailable;
}
