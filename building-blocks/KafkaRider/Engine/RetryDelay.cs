using System.Globalization;
using System.Text;
using Librdkafka;

namespace KafkaRider;

/// <summary>
/// When the next record of a retry topic's partition is due: at the time in its header, at once without one, and never later than the
/// topic's delay after it was first looked at, whatever the header says.
/// </summary>
internal sealed class RetryDelay(RetryRung rung, TimeProvider time)
{
    static readonly byte[] NotBefore = Encoding.UTF8.GetBytes(FaultHeaders.NotBefore);

    long offset = SpecialOffset.None;
    DateTimeOffset due;

    /// <summary>How long the record must still wait; null when it is due.</summary>
    internal TimeSpan? Remaining(in Record record)
    {
        var now = time.GetUtcNow();
        if (record.Offset != offset) (offset, due) = (record.Offset, DueTime(record, now + rung.Delay));
        return due > now ? due - now : null;
    }

    static DateTimeOffset DueTime(in Record record, DateTimeOffset latest)
    {
        if (!record.Headers.TryGetLast(NotBefore, out var header)) return DateTimeOffset.MinValue;
        if (!long.TryParse(header.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var time)) return DateTimeOffset.MinValue;
        return time < latest.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(time) : latest;
    }
}
