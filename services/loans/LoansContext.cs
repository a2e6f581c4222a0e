using Microsoft.EntityFrameworkCore;
using Outbox;

namespace Loans;

/// <summary>The database of the loans service: its entities, and the events that tell of them.</summary>
internal sealed class LoansContext(DbContextOptions<LoansContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddEntity<Loan>("loans");
        modelBuilder.AddBusinessEvents();
    }
}
