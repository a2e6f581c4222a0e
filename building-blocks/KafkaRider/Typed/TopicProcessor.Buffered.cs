using System.Collections.Concurrent;
using MassTransit;

namespace KafkaRider;

/// <content>On an exactly-once endpoint: what consumers produce is held back with their message.</content>
internal sealed partial class TopicProcessor<TKey, TValue> : IBufferedProcessor
{
    public async Task Run(RecordBatch batch, BatchOutcome outcome, CancellationToken cancellationToken)
    {
        LogContext.SetCurrentIfNull(endpoint.LogContext);
        var shared = settings.State.Count > 0 ? new ConcurrentDictionary<object, object>() : null;
        await buckets.Run(batch, async index =>
        {
            if (!outcome.MayBegin(index, cancellationToken)) return;
            var enlisted = new EnlistedOutput();
            Enlistment.Current = enlisted;
            var message = shared is null ? null : new EnlistedMessage(batch[index], shared);
            var failure = await Dispatch(Copy(batch, index), cancellationToken, enlisted, message);
            var output = enlisted.Close();
            if (failure is null) outcome.Succeeded(index, output, message);
            else if (!cancellationToken.IsCancellationRequested && settings.IsPermanent(failure)) outcome.FailedForGood(index, failure);
            else outcome.FailedForNow(index, failure);
        });
    }
}
