using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Outbox;

/// <summary>One kind of entity that a producer keeps.</summary>
/// <param name="type">Its entity type in events.</param>
public abstract class EntityKind(string type)
{
    /// <summary>Its entity type in events.</summary>
    public string Type { get; } = type;

    /// <summary>Adds an error for each attribute that the kind's columns cannot take.</summary>
    internal abstract void Check(GivenAttributes given);

    /// <summary>Loads the entities that exist and locks them until the transaction ends, in the order of their ids, so that two
    /// transactions never wait for each other.</summary>
    internal abstract Task<IDictionary<string, IEntity>> Lock(DbContext db, string[] ids, CancellationToken cancellationToken);

    /// <summary>A new entity, added to what the next <c>SaveChanges</c> writes.</summary>
    internal abstract IEntity Add(DbContext db, string id);
}

/// <summary>One kind of entity that a producer keeps.</summary>
/// <typeparam name="TEntity">Its row.</typeparam>
/// <param name="type">Its entity type in events.</param>
public sealed class EntityKind<TEntity>(string type) : EntityKind(type)
    where TEntity : class, IEntity, new()
{
    internal override void Check(GivenAttributes given) => new TEntity().Take(given);

    internal override async Task<IDictionary<string, IEntity>> Lock(DbContext db, string[] ids, CancellationToken cancellationToken)
    {
        // The table's name comes from the model; LINQ has no word for row locks.
        var table = db.Model.FindEntityType(typeof(TEntity))!.GetTableName();
        var sql = $"SELECT * FROM \"{table}\" WHERE id = ANY (@ids) ORDER BY id FOR UPDATE";
        var rows = db.Set<TEntity>().FromSqlRaw(sql, new NpgsqlParameter<string[]>("ids", ids));
        return (await rows.ToListAsync(cancellationToken)).ToDictionary(row => row.Id, IEntity (row) => row);
    }

    internal override IEntity Add(DbContext db, string id)
    {
        var entity = new TEntity { Id = id, Attributes = "{}" };
        db.Add(entity);
        return entity;
    }
}
