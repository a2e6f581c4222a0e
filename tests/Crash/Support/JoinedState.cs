using System.Text;
using Routing.Tests.Support;
using Streams;

namespace Crash.Support;

/// <summary>The versions that the state of both joins holds, by row or key.</summary>
sealed record JoinedState(
    IReadOnlyDictionary<string, string> Loans,
    IReadOnlyDictionary<string, string> Cars,
    IReadOnlyDictionary<string, string> LoansOfPayments)
{
    const byte RowOrRowList = 1;
    const byte OtherSide = 2;

    /// <summary>What a changelog's records come to.</summary>
    internal static JoinedState Of(
        IEnumerable<TestRecord> rows, IEnumerable<TestRecord> subscriptions, IEnumerable<TestRecord> payments) => new(
        Versions(rows, RowOrRowList, value => RowEntry.Read(value).Row.ToArray()),
        Versions(subscriptions, OtherSide, value => value[9..]),
        Versions(payments, OtherSide, value => value[9..]));

    static Dictionary<string, string> Versions(IEnumerable<TestRecord> changelog, byte prefix, Func<byte[], byte[]> record)
    {
        Dictionary<string, byte[]?> entries = [];
        foreach (var change in changelog.Where(change => change.Key![0] == prefix))
            entries[Encoding.UTF8.GetString(change.Key!, 1, change.Key!.Length - 1)] = change.Value;
        return entries.Where(entry => entry.Value is not null)
            .ToDictionary(entry => entry.Key, entry => Version(record(entry.Value!)));
    }

    static string Version(byte[] record)
    {
        SideRecord.TryRead(record, out var side).ShouldBeTrue();
        return $"{side.EventTime} {Encoding.UTF8.GetString(side.EventId)}";
    }
}
