using System.Globalization;
using System.Text;
using Npgsql;

namespace Views;

/// <summary>
/// Runs what the first batch would be the first to run: reads a made-up record and writes its row, without a commit. The first events
/// would otherwise wait for every statement to be prepared and for all of it to be compiled.
/// </summary>
internal sealed class ViewRehearsal(ViewTable table, RecordReader reader, ViewWriter writer)
{
    /// <summary>The runtime compiles a method properly once it was called 30 times.</summary>
    const int Rounds = 30;

    volatile bool isDone;

    /// <summary>Rehearses once in the life of a service; later calls, and concurrent ones of other partitions, cost nothing or repeat it
    /// harmlessly.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        if (isDone) return;
        var record = Record(table.EntityType);
        try
        {
            for (var round = 0; round < Rounds; round++) await writer.Rehearse(reader.Read(record).Entities, cancellationToken);
        }
        catch (PostgresException)
        {
            // The database refuses the made-up row, as a constraint may: what real rows do is theirs to find out.
        }
        isDone = true;
    }

    static byte[] Record(string entityType) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
        {"id":"rehearsal","event_name":"Rehearsal","event_type":"Rehearsal","created_date":"2000-01-01T00:00:00Z","__op":"c","event_data":
        "{\"eventHeader\":{\"uuid\":\"rehearsal\",\"eventName\":\"Rehearsal\"},\"eventBody\":{\"entities\":[{\"entityType\":
        \"{{{entityType}}}\",\"entityId\":\"rehearsal\",\"updatedAttributes\":{}}]}}"}
        """).ReplaceLineEndings(""));
}
