namespace Streams;

/// <summary>
/// A fact that conditions can name: a column of the record, or something of the entities of the event in it. Columns have one name whatever
/// the format of the record is, entities one whatever the shape of the event is. Equal names are equal fields.
/// </summary>
public sealed record Field
{
    const string EntityPrefix = "entity.";
    const string AnyEntityPrefix = "entities[*].";
    const string TypePart = "type";
    const string IdPart = "id";

    Field(string name, FieldKind kind, string part) => (Name, Kind, Part) = (name, kind, part);

    /// <summary>id: the event's uuid.</summary>
    public static Field Id { get; } = Column("id");

    /// <summary>event_name</summary>
    public static Field EventName { get; } = Column("event_name");

    /// <summary>event_type</summary>
    public static Field EventType { get; } = Column("event_type");

    /// <summary>created_date: event time.</summary>
    public static Field CreatedDate { get; } = Column("created_date");

    /// <summary>saved_date: when the producer accepted the event.</summary>
    public static Field SavedDate { get; } = Column("saved_date");

    /// <summary>__op: c insert, u update, d delete, r snapshot.</summary>
    public static Field Operation { get; } = Column("__op");

    /// <summary>__table: the captured table.</summary>
    public static Field Table { get; } = Column("__table");

    /// <summary>__deleted: "true" on deletes.</summary>
    public static Field Deleted { get; } = Column("__deleted");

    /// <summary>__ts_ms: when the capture wrote the record, epoch milliseconds.</summary>
    public static Field CaptureTime { get; } = Column("__ts_ms");

    /// <summary>Every column.</summary>
    public static IReadOnlyList<Field> Columns { get; } =
        [Id, EventName, EventType, CreatedDate, SavedDate, Operation, Table, Deleted, CaptureTime];

    /// <summary>The name in pipeline files: <c>event_type</c>, <c>entity.balance</c>, <c>entities[*].type</c>.</summary>
    public string Name { get; }

    /// <summary>Whether it is a column, of the first entity, or of any entity.</summary>
    public FieldKind Kind { get; }

    /// <summary>The column's name, or what is asked of an entity: <c>type</c>, <c>id</c>, or an attribute's name.</summary>
    public string Part { get; }

    internal bool IsEntityType => Kind != FieldKind.Column && Part == TypePart;

    internal bool IsEntityId => Kind != FieldKind.Column && Part == IdPart;

    internal bool IsAttribute => Kind != FieldKind.Column && Part is not (TypePart or IdPart);

    /// <summary>Whether the capture adds it: a record that is a bare event has no such column.</summary>
    internal bool IsOfCapture => Kind == FieldKind.Column && Part.StartsWith("__", StringComparison.Ordinal);

    /// <summary>What the text of it usually is.</summary>
    internal ScalarType NaturalType => this == CreatedDate || this == SavedDate ? ScalarType.Timestamp
        : this == CaptureTime ? ScalarType.Number : ScalarType.String;

    /// <summary>The field of a name; null when there is none. An attribute's name starts with a letter or underscore and holds letters,
    /// digits and underscores, all ASCII.</summary>
    public static Field? Find(string name)
    {
        if (PartAfter(EntityPrefix, name) is { } first) return new Field(name, FieldKind.Entity, first);
        if (PartAfter(AnyEntityPrefix, name) is { } any) return new Field(name, FieldKind.AnyEntity, any);
        return Columns.FirstOrDefault(column => column.Name == name);
    }

    /// <inheritdoc/>
    public bool Equals(Field? other) => other is not null && other.Name == Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;

    static Field Column(string name) => new(name, FieldKind.Column, name);

    static string? PartAfter(string prefix, string name)
    {
        if (!name.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var part = name[prefix.Length..];
        var isName = part.Length is > 0 and <= PipelineLimits.MaxNameLength && !char.IsAsciiDigit(part[0])
            && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
        return isName ? part : null;
    }
}

/// <summary>Where a field is.</summary>
public enum FieldKind
{
    /// <summary>A column of the record.</summary>
    Column,

    /// <summary>Of the first entity of the event.</summary>
    Entity,

    /// <summary>Of every entity of the event: a comparison is true when it is true of one of them, else false, never unknown.</summary>
    AnyEntity,
}
