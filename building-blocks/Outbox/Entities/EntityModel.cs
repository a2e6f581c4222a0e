using System.Text.Json;
using Contracts;
using Microsoft.EntityFrameworkCore;

namespace Outbox;

/// <summary>Maps entities as every producer does.</summary>
public static class EntityModel
{
    /// <summary>Maps an entity onto a table: <c>LoanAmount</c> to <c>loan_amount</c>, the attributes to jsonb.</summary>
    public static void AddEntity<TEntity>(this ModelBuilder model, string table)
        where TEntity : class, IEntity => model.Entity<TEntity>(entity =>
    {
        entity.ToTable(table);
        entity.HasKey(row => row.Id);
        entity.Property(row => row.Id).HasMaxLength(Limits.MaxNameLength);
        entity.Property(row => row.EventId).HasMaxLength(Limits.MaxNameLength);
        entity.Property(row => row.Attributes).HasColumnType("jsonb");
        foreach (var property in entity.Metadata.GetProperties())
        {
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        }
    });
}
