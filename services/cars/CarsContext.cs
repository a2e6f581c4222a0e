using Microsoft.EntityFrameworkCore;
using Outbox;

namespace Cars;

/// <summary>The database of the cars service: its entities, and the events that tell of them.</summary>
internal sealed class CarsContext(DbContextOptions<CarsContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddEntity<Car>("cars");
        modelBuilder.AddEntity<ServiceRecord>("services");
        modelBuilder.AddBusinessEvents();
    }
}
