using Librdkafka;
using Microsoft.Extensions.Logging;
using State;

namespace Streams;

/// <summary>
/// Brings a task's newest copy that can be trusted into its store, by the same rules as its own checkpoints. One that cannot be used is
/// warned of, and an older one tried. Blocks.
/// </summary>
sealed class CopyRestore(CopyStore copies, string store, TopicPartition changelog, TimeProvider time, ILogger logger)
{
    const string IncomingFolder = "incoming";

    static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(5);

    /// <returns>False when there is no such copy.</returns>
    public bool Run(FasterStore target, string folder, Func<CheckpointMetadata, string?> fault, CancellationToken cancellationToken) =>
        Blocking.Wait(() => Newest(target, folder, fault, cancellationToken));

    async Task<bool> Newest(
        FasterStore target, string folder, Func<CheckpointMetadata, string?> fault, CancellationToken cancellationToken)
    {
        try
        {
            var source = copies.Copies(store, changelog.Partition);
            foreach (var name in await source.List(cancellationToken))
            {
                var copy = await source.Read(name, cancellationToken);
                var metadata = copy is null ? null : CheckpointMetadata.Read(copy.Metadata);
                var reason = metadata is null ? "its description is missing, cut or changed" : target.Fault(copy!) ?? fault(metadata);
                reason ??= await Adopt(source, copy!, target, folder, cancellationToken);
                if (reason is null) return true;
                Log.CopyDiscarded(logger, changelog, name, reason);
            }
        }
        catch (IOException failure)
        {
            Log.CopiesNotRead(logger, changelog, copies.Settings.Location, failure.Message);
        }
        return false;
    }

    /// <summary>Why the copy could not be used; null when the store is as it says.</summary>
    async Task<string?> Adopt(
        CheckpointCopies source, CheckpointCopy copy, FasterStore target, string folder, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var incoming = Path.Combine(folder, IncomingFolder);
        try
        {
            Remove(incoming);
            Log.Downloading(logger, changelog, copy.Name, copy.Entries, copy.Bytes);
            await source.Download(copy, incoming, Progress(copy.Bytes), cancellationToken);
            if (target.Adopt(incoming) is null) return string.Join("; ", target.Discarded);
            Log.Downloaded(logger, changelog, copy.Name, copy.Bytes, time.GetElapsedTime(started));
            return null;
        }
        catch (CopyBrokenException broken)
        {
            return broken.Message;
        }
        finally
        {
            Remove(incoming);
        }
    }

    Action<long> Progress(long all)
    {
        var told = time.GetTimestamp();
        return done =>
        {
            var before = Interlocked.Read(ref told);
            if (time.GetElapsedTime(before) < ProgressInterval) return;
            if (Interlocked.CompareExchange(ref told, time.GetTimestamp(), before) == before)
                Log.DownloadProgress(logger, changelog, done, all);
        };
    }

    static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
