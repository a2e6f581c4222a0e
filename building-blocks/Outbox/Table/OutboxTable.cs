using Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Outbox;

/// <summary>The outbox table: its name, its shape in a model, and the SQL that creates it.</summary>
public static class OutboxTable
{
    /// <summary>Name of the table, in the schema <c>public</c>.</summary>
    public const string Name = "business_events";

    // The shape is a contract with every capture. No column has a default: defaults leak into what a capture writes.
    const string Create = """
        CREATE TABLE business_events (id varchar(255) PRIMARY KEY, event_name varchar(255) NOT NULL, event_type varchar(255),
          created_date timestamptz, saved_date timestamptz, event_data jsonb NOT NULL);
        CREATE INDEX idx_business_events_event_type ON business_events(event_type);
        CREATE INDEX idx_business_events_created_date ON business_events(created_date);
        """;

    /// <summary>Creates the table, in a migration of the context that owns it.</summary>
    public static void CreateBusinessEvents(this MigrationBuilder migration) => migration.Sql(Create);

    /// <summary>Maps <see cref="BusinessEventRow"/> onto the table.</summary>
    public static void AddBusinessEvents(this ModelBuilder model) => model.Entity<BusinessEventRow>(row =>
    {
        row.ToTable(Name);
        row.HasKey(r => r.Id);
        row.Property(r => r.Id).HasColumnName("id").HasMaxLength(Limits.MaxNameLength);
        row.Property(r => r.EventName).HasColumnName("event_name").HasMaxLength(Limits.MaxNameLength);
        row.Property(r => r.EventType).HasColumnName("event_type").HasMaxLength(Limits.MaxNameLength);
        row.Property(r => r.CreatedDate).HasColumnName("created_date").HasColumnType("timestamptz");
        row.Property(r => r.SavedDate).HasColumnName("saved_date").HasColumnType("timestamptz");
        row.Property(r => r.EventData).HasColumnName("event_data").HasColumnType("jsonb");
        row.HasIndex(r => r.EventType).HasDatabaseName("idx_business_events_event_type");
        row.HasIndex(r => r.CreatedDate).HasDatabaseName("idx_business_events_created_date");
    });

    /// <summary>Adds an event to what the next <c>SaveChanges</c> writes, so that it is stored in the same transaction as the change it
    /// describes, or not at all.</summary>
    public static void Raise(this DbContext db, BusinessEventRow businessEvent) => db.Add(businessEvent);
}
