using Microsoft.EntityFrameworkCore;
using Outbox;

namespace Payments;

/// <summary>The database of the payments service: its entities, and the events that tell of them.</summary>
internal sealed class PaymentsContext(DbContextOptions<PaymentsContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddEntity<Payment>("payments");
        modelBuilder.AddBusinessEvents();
    }
}
