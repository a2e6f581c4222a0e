using System.Globalization;
using Streams;

namespace Cli;

/// <summary>Copies of state for people and for machines.</summary>
static class CopyText
{
    const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static readonly string Heading =
        $"{"store",-40} {"part",4}  {"taken",-24}  {"kind",-9} {"changelog",12} {"input next",12} {"entries",12} {"size",9}";

    public static string Line(StateCopy copy)
    {
        var place = $"{ShownText.Of(copy.Store),-40} {copy.Partition,4}  {Time(copy.Time)}  {Kind(copy),-9}";
        return copy.IsReadable
            ? $"{place} {Number(copy.Offset),12} {Number(copy.Next),12} {Number(copy.Entries),12} {Size(copy.Bytes!.Value),9}"
            : $"{place} cannot be used: its description is missing, cut or changed";
    }

    public static object Json(StateCopy copy) => new
    {
        store = copy.Store,
        partition = copy.Partition,
        taken = copy.Time,
        isSavepoint = copy.IsSavepoint,
        isReadable = copy.IsReadable,
        id = copy.Id,
        cluster = copy.Cluster,
        offset = copy.Offset,
        input = copy.Input,
        next = copy.Next,
        entries = copy.Entries,
        bytes = copy.Bytes,
    };

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static string Kind(StateCopy copy) => copy.IsSavepoint ? "savepoint" : "copy";

    public static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";

    static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
