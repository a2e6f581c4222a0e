using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;

namespace Outbox;

/// <summary>Runs what the first requests would be the first to run.</summary>
interface IRehearsal
{
    /// <summary>Checks and stores the service's example events a few times, without a commit.</summary>
    Task Run(CancellationToken cancellationToken);
}

/// <remarks>
/// The first requests would otherwise wait, each behind the one before, for the model to be built, for every statement to be made, and for
/// all of it to be compiled: seconds, in which events pile up that the whole way behind must then catch up with.
/// </remarks>
sealed class Rehearsal<TContext>(
    IDbContextFactory<TContext> contexts, EventCheck check, EventWriter<TContext> writer, ProducerSettings settings, TimeProvider time)
    : IRehearsal
    where TContext : DbContext
{
    /// <summary>The runtime compiles a method properly once it was called 30 times.</summary>
    const int Rounds = 30;

    public async Task Run(CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var example in settings.Examples.Values)
            {
                if (check.Check(New(example), time.Accepted(), out _) is not { } checkedEvent) continue;
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                await writer.Rehearse(db, [checkedEvent], cancellationToken);
            }
        }
    }

    /// <summary>The example as an event that nobody has stored.</summary>
    byte[] New(string example)
    {
        var json = JsonNode.Parse(example)!;
        json["eventHeader"]!["uuid"] = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
