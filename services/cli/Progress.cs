using System.Globalization;

namespace Cli;

/// <summary>Lines on standard error that say what happens, with the seconds since the start. Standard output is for results.</summary>
sealed class Progress(TextWriter writer, TimeProvider time)
{
    readonly long _started = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public void Say(string line) =>
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{Elapsed.TotalSeconds,6:0.0} s] {line}"));
}
