using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Streams.Tests;

/// <summary>Random filters and records over few texts, so that they often meet.</summary>
static class RandomPipelines
{
    static readonly string[] Texts = ["a", "b", "c", "CarCreated", "1", "2.50", "true", "", "é😀", "quo\"te\\"];

    static readonly Gen<Literal> Text = Gen.Elements(Texts).Select(text => new Literal(ScalarType.String, text));

    static readonly Gen<Literal> Number = Gen.Elements("1", "2.5", "-3", "1e2").Select(text => new Literal(ScalarType.Number, text));

    static Gen<Field> Fields => Gen.Elements(Field.EventType, Field.EventType, Field.EventName, Field.Id, Field.Operation, Field.Deleted,
        Field.Find("entity.type")!, Field.Find("entity.a")!, Field.Find("entities[*].a")!);

    static Gen<Condition> Comparison =>
        from column in Fields
        from type in Gen.Frequency((4, Gen.Constant(ScalarType.String)), (1, Gen.Constant(ScalarType.Number)))
        from comparison in Gen.Elements(Operator.Equal, Operator.Equal, Operator.Equal, Operator.NotEqual, Operator.In, Operator.NotIn,
            Operator.LessThan, Operator.GreaterThanOrEqual, Operator.Between, Operator.IsNull, Operator.IsNotNull, Operator.StartsWith)
        from operands in (type == ScalarType.Number && comparison != Operator.StartsWith ? Number : Text).ArrayOf(OperandsOf(comparison))
        let cast = operands.Length == 0 ? ScalarType.String : operands[0].Type
        select (Condition)new Condition.Comparison(column, comparison, cast, operands);

    static int OperandsOf(Operator comparison) => comparison switch
    {
        Operator.IsNull or Operator.IsNotNull => 0,
        Operator.In or Operator.NotIn => 3,
        Operator.Between => 2,
        _ => 1,
    };

    static Gen<Condition> Nested(int depth) => depth == 0 ? Comparison : Gen.Frequency(
        (3, Comparison),
        (2, Parts(depth).Select(parts => (Condition)new Condition.All(parts))),
        (2, Parts(depth).Select(parts => (Condition)new Condition.Any(parts))),
        (1, Nested(depth - 1).Select(part => (Condition)new Condition.Not(part))));

    static Gen<Condition[]> Parts(int depth) =>
        Gen.Choose(1, 3).SelectMany(count => Nested(depth - 1).ArrayOf(count));

    public static Gen<Filter[]> Filters => Gen.Choose(1, 12).SelectMany(count => Nested(3).ArrayOf(count)).Select(conditions =>
        conditions.Select((condition, index) => new Filter(
            $"filter-{index}", "", null, null, "consumer", "in", "out", true, FilterStatus.Active, 1, condition)).ToArray());

    static Gen<string> Value => Gen.Frequency(
        (6, Gen.Elements(Texts).Select(text => JsonSerializer.Serialize(text))),
        (2, Gen.Elements("null", "1", "2.5", "100", "true", "{}", "[\"a\"]")));

    static Gen<string> Column =>
        from name in Gen.Elements("event_type", "event_type", "event_name", "id", "__op", "__deleted", "event_data", "event_data", "x")
        from value in name == "event_data" ? Event : Value
        select $"\"{name}\":{value}";

    /// <summary>As a text of JSON.</summary>
    static Gen<string> Event =>
        from entities in (from type in Value from a in Value select $"{{\"entityHeader\":{{\"entityType\":{type}}},\"a\":{a}}}").ArrayOf(2)
        select JsonSerializer.Serialize($"{{\"entities\":[{string.Join(',', entities)}]}}");

    public static Gen<byte[][]> Records =>
        Gen.Choose(0, 6).SelectMany(count => Column.ArrayOf(count))
            .Select(columns => Encoding.UTF8.GetBytes($"{{{string.Join(',', columns)}}}")).ArrayOf(20);
}
