using MassTransit;

namespace KafkaRider;

/// <content>On an exactly-once endpoint: what consumers produce is held back with their message.</content>
internal sealed partial class TopicProcessor<TKey, TValue> : IBufferedProcessor
{
    public async Task Run(RecordBatch batch, BatchOutcome outcome, CancellationToken cancellationToken)
    {
        LogContext.SetCurrentIfNull(endpoint.LogContext);
        await buckets.Run(batch, async index =>
        {
            if (!outcome.MayBegin(index, cancellationToken)) return;
            var enlisted = new EnlistedOutput();
            Enlistment.Current = enlisted;
            var failure = await Dispatch(Copy(batch, index), cancellationToken, enlisted);
            var output = enlisted.Close();
            if (failure is null) outcome.Succeeded(index, output);
            else if (!cancellationToken.IsCancellationRequested && settings.IsPermanent(failure)) outcome.FailedForGood(index, failure);
            else outcome.FailedForNow(index, failure);
        });
    }
}
