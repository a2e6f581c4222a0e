using System.Text.Json;

namespace Views;

/// <summary>Reads a column's value out of an entity's attributes.</summary>
/// <param name="attributes">The entity's flat attribute object.</param>
/// <returns>The value; <see cref="ColumnValue.Null"/> when it is absent.</returns>
/// <exception cref="MalformedAttributeException">The attribute is there, but cannot be what the column holds.</exception>
public delegate ColumnValue ReadColumn(JsonElement attributes);

/// <summary>One column of a view: computed from the attributes alone, so the same attributes always give the same row.</summary>
/// <param name="Name">Name in the API, in camelCase; the database column is the same in snake_case.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Read">How it is computed.</param>
public sealed record ViewColumn(string Name, ColumnType Type, ReadColumn Read)
{
    /// <summary>The attribute of the same name as text; numbers and booleans in JSON's notation.</summary>
    public static ViewColumn Text(string name) => new(name, ColumnType.Text, attributes => Attributes.Text(attributes, name));

    /// <summary>A text computed otherwise.</summary>
    public static ViewColumn Text(string name, Func<JsonElement, string?> read) =>
        new(name, ColumnType.Text, attributes => ColumnValue.OfText(read(attributes)));

    /// <summary>The attribute of the same name as a whole number.</summary>
    public static ViewColumn Whole(string name) => new(name, ColumnType.Whole, attributes => Attributes.Whole(attributes, name));

    /// <summary>The attribute of the same name as a decimal number: a JSON number or a decimal string.</summary>
    public static ViewColumn Number(string name) => new(name, ColumnType.Number, attributes => Attributes.Number(attributes, name));

    /// <summary>The attribute of the same name as a moment: epoch milliseconds or ISO 8601.</summary>
    public static ViewColumn Time(string name) => new(name, ColumnType.Time, attributes => Attributes.Time(attributes, name));

    internal string DatabaseName { get; } = JsonNamingPolicy.SnakeCaseLower.ConvertName(Name);

    internal string DatabaseType => Type switch
    {
        ColumnType.Text => "text",
        ColumnType.Whole => "bigint",
        ColumnType.Number => "numeric",
        _ => "timestamptz",
    };
}
