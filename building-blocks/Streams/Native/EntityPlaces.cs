namespace Streams;

/// <summary>
/// The places of entities in an event, for both shapes: <c>eventBody.entities[]</c> with <c>entityType</c>, <c>entityId</c> and
/// <c>updatedAttributes</c>, which may have a wrapper; and <c>entities[]</c> with <c>entityHeader</c> and the attributes beside it. An
/// event with an <c>eventBody</c> that is not null is of the first shape.
/// </summary>
sealed class EntityPlaces
{
    readonly Dictionary<string, PathNode> inBody;
    readonly Dictionary<string, PathNode> inWrapper;
    readonly Dictionary<string, PathNode> inFlat;
    readonly PathNode bodyType = PathNode.Leaf("entityType");
    readonly PathNode bodyId = PathNode.Leaf("entityId");
    readonly PathNode flatType = PathNode.Leaf("entityType");
    readonly PathNode flatId = PathNode.Leaf("entityId");

    public EntityPlaces(IReadOnlyList<Field> fields)
    {
        string[] attributes = [.. fields.Where(field => field.IsAttribute).Select(field => field.Part).Distinct()];
        (inBody, inWrapper, inFlat) = (Leaves(attributes), Leaves(attributes), Leaves(attributes));
        AsksForAll = fields.Any(field => field.Kind == FieldKind.AnyEntity);

        Wrapper = new PathNode("", keeps: true, [.. inWrapper.Values]);
        var attributesPlace = new PathNode("updatedAttributes", keeps: false, [.. inBody.Values])
        {
            Only = attributes.Length > 0 ? Wrapper : null,
        };
        BodyEntities = Entities(new PathNode("", keeps: true, [bodyType, bodyId, attributesPlace]));
        Body = new PathNode("eventBody", keeps: true, [BodyEntities]);
        FlatEntities = Entities(
            new PathNode("", keeps: true, [new PathNode("entityHeader", keeps: false, [flatType, flatId]), .. inFlat.Values]));
    }

    /// <summary>Whether some field is of every entity.</summary>
    public bool AsksForAll { get; }

    public PathNode Body { get; }

    public PathNode BodyEntities { get; }

    public PathNode FlatEntities { get; }

    /// <summary>What is kept when the attributes are in a wrapper.</summary>
    public PathNode Wrapper { get; }

    /// <summary>Where a field of the first entity is; only after the slots have been given out.</summary>
    public FieldPlace Of(Field field)
    {
        if (field.IsEntityType) return new FieldPlace(PlaceKind.Entity, bodyType.Slot, flatType.Slot);
        if (field.IsEntityId) return new FieldPlace(PlaceKind.Entity, bodyId.Slot, flatId.Slot);
        return new FieldPlace(PlaceKind.Entity, inBody[field.Part].Slot, inFlat[field.Part].Slot, inWrapper[field.Part].Slot);
    }

    PathNode Entities(PathNode element) => new("entities", keeps: false, [])
    {
        Element = element,
        MaxElements = AsksForAll ? PipelineLimits.MaxAnyEntities : 1,
        NotesMore = AsksForAll,
    };

    static Dictionary<string, PathNode> Leaves(IEnumerable<string> attributes) => attributes.ToDictionary(name => name, PathNode.Leaf);
}
