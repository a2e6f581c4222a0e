using KafkaRider;

namespace Cli;

/// <summary>Says every few seconds how many copies were made.</summary>
sealed class RedriveProgress(TextWriter writer, TimeProvider time) : IProgress<RedriveCounts>
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    readonly Progress progress = new(writer, time);
    TimeSpan said;

    public void Report(RedriveCounts value)
    {
        if (progress.Elapsed - said < Interval) return;
        said = progress.Elapsed;
        progress.Say($"{value.Copies} copied");
    }
}
