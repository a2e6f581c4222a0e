using System.Globalization;
using System.Text;

namespace Streams.Tests.Agreement;

/// <summary>Random records of one format: fields absent, null, of wrong types, twice, numbers and escapes in every form, both shapes of
/// events.</summary>
sealed class RandomEvents(Dice dice, SourceFormat format)
{
    /// <summary>A record's value; its member <c>n</c> has the number.</summary>
    public string Next(int number)
    {
        var members = format switch
        {
            SourceFormat.Flat => Flat(),
            SourceFormat.Envelope => Envelope(),
            _ => Event(),
        };
        return Object([.. members, $"\"n\":{number.ToString(CultureInfo.InvariantCulture)}"]);
    }

    List<string> Flat()
    {
        var members = Columns(Field.Columns);
        if (!dice.OneIn(10)) members.Add(Member("event_data", EventData()));
        return members;
    }

    List<string> Envelope() =>
    [
        Member("op", dice.OneIn(4) ? Scalar() : Quote(dice.Of("c", "u", "d", "r"))), Member("ts_ms", Number()),
        Member("source", Maybe(() => Object([Member("table", Text()), Member("ts_ms", Number())]))), Member("before", Maybe(Row)),
        Member("after", Maybe(Row)),
    ];

    string Row()
    {
        var members = Columns([.. Field.Columns.Where(column => !column.IsOfCapture)]);
        members.Add(Member("event_data", EventData()));
        return Object(members);
    }

    List<string> Columns(IReadOnlyList<Field> columns)
    {
        var members = new List<string>();
        foreach (var column in columns)
        {
            if (dice.OneIn(6)) continue;
            members.Add(Member(column.Name, Value(column.NaturalType)));
            if (dice.OneIn(20)) members.Add(Member(column.Name, Value(column.NaturalType)));
        }
        return members;
    }

    /// <summary>The event as a text in the record: mostly an object; sometimes another value, or not there.</summary>
    string EventData() => dice.Below(20) switch
    {
        0 => "null",
        1 => dice.Of("{}", "[]", "5", "true", "\"7\"", "\"[]\"", "\"null\"", "\"\\\"x\\\"\""),
        _ => Quote(Object(Event())),
    };

    List<string> Event()
    {
        var members = new List<string>();
        if (format == SourceFormat.Event) members.Add(Member("eventHeader", Maybe(() => Object(Header()))));
        if (dice.OneIn(2)) members.Add(Member("entities", Maybe(FlatEntities)));
        if (dice.OneIn(2)) members.Add(Member("eventBody", Maybe(Body)));
        if (dice.OneIn(20)) members.Add(Member("eventBody", Maybe(Body)));
        if (dice.OneIn(20)) members.Add(Member("entities", Maybe(FlatEntities)));
        return members;
    }

    List<string> Header() =>
    [
        .. Field.Columns.Where(column => !column.IsOfCapture && !dice.OneIn(6))
            .Select(column => Member(EventFormat.HeaderName(column), Value(column.NaturalType))),
    ];

    string Body() => Object([Member("entities", Maybe(() => List(() => Maybe(BodyEntity))))]);

    string BodyEntity()
    {
        var members = new List<string>();
        if (!dice.OneIn(5)) members.Add(Member("entityType", Text()));
        if (!dice.OneIn(5)) members.Add(Member("entityId", Text()));
        if (!dice.OneIn(8)) members.Add(Member("updatedAttributes", Maybe(BodyAttributes)));
        return Object(members);
    }

    string BodyAttributes()
    {
        var attributes = Object(Attributes());
        if (dice.OneIn(3)) return attributes;
        var members = new List<string> { Member(dice.Of("loan", "car", "status"), attributes) };
        if (dice.OneIn(8)) members.Add(Member("more", Value(ScalarType.String)));
        if (dice.OneIn(10)) members.Add(Member("loan", Maybe(() => Object(Attributes()))));
        return Object(members);
    }

    string FlatEntities() => List(() => Maybe(FlatEntity));

    string FlatEntity()
    {
        var header = Object([Member("entityType", Text()), Member("entityId", Text())]);
        return Object([Member("entityHeader", Maybe(() => header)), .. Attributes()]);
    }

    List<string> Attributes()
    {
        var members = new List<string>();
        foreach (var (name, type) in new[]
        {
            ("balance", ScalarType.Number), ("status", ScalarType.String), ("since", ScalarType.Timestamp), ("open", ScalarType.Boolean),
            ("_x1", ScalarType.String), ("other", ScalarType.String),
        })
        {
            if (!dice.OneIn(4)) members.Add(Member(name, Value(type)));
            if (dice.OneIn(25)) members.Add(Member(name, Value(type)));
        }
        return members;
    }

    string Value(ScalarType type) => dice.Below(10) switch
    {
        0 => Scalar(),
        1 => dice.Of("null", "{}", "[]", "[\"a\"]", "{\"a\":\"b\"}"),
        _ => type switch
        {
            ScalarType.Number => dice.OneIn(3) ? Quote(dice.Of(Vocabulary.NumberTexts)) : Number(),
            ScalarType.Timestamp => dice.OneIn(4) ? dice.Of("1767323045000", "0", "-1") : Quote(dice.Of(Vocabulary.MomentTexts)),
            ScalarType.Boolean => dice.Of("true", "false", "\"true\"", "\"false\"", "\"True\"", "1"),
            _ => Text(),
        },
    };

    string Scalar() => dice.Below(3) switch
    {
        0 => Number(),
        1 => dice.Of("true", "false"),
        _ => Text(),
    };

    string Text() => Quote(dice.Of(Vocabulary.Texts));

    string Number() => dice.Of(Vocabulary.JsonNumbers);

    /// <summary>Mostly what is asked for, sometimes another kind of value.</summary>
    string Maybe(Func<string> make) => dice.Below(12) switch
    {
        0 => "null",
        1 => dice.Of("{}", "[]", "\"x\"", "7", "[{}]", "[null]", "false"),
        _ => make(),
    };

    string List(Func<string> make) => $"[{string.Join(',', dice.Several(dice.OneIn(60) ? 17 : dice.Below(4), make))}]";

    static string Object(IReadOnlyList<string> members) => $"{{{string.Join(',', members)}}}";

    string Member(string name, string value) => $"{(dice.OneIn(30) ? Quote(name) : $"\"{name}\"")}:{(dice.OneIn(10) ? " " : "")}{value}";

    /// <summary>A text as a JSON string; characters are escaped in any of the ways there are.</summary>
    string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        var escapesMore = dice.OneIn(6);
        foreach (var unit in text)
        {
            if (unit is '"' or '\\') quoted.Append('\\').Append(unit);
            else if (unit == '\n') quoted.Append("\\n");
            else if (char.IsControl(unit) || escapesMore) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            else quoted.Append(unit);
        }
        return quoted.Append('"').ToString();
    }
}
