using System.Globalization;

namespace Streams;

/// <summary>
/// Casts of texts. Flink's own casts take more than a filter should (blanks, digits of other scripts) and differ by version, so each text
/// is checked first; what does not pass is NULL. Patterns end with <c>\z</c>: <c>$</c> would pass a line feed at the end.
/// </summary>
static class ScalarSql
{
    const string NumberPattern = @"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?\z";
    const string EpochPattern = @"^-?[0-9]{1,17}\z";

    const string MomentPattern = @"^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?"
        + @"(Z|[+-](0[0-9]|1[0-8]):[0-5][0-9])\z";

    /// <summary>A text as a value of a type; NULL when it is none.</summary>
    public static string Cast(ScalarType type, string text) => type switch
    {
        ScalarType.Number => $"CASE WHEN REGEXP({text}, {SqlText.Literal(NumberPattern)}) THEN TRY_CAST({text} AS DECIMAL(38, 18)) END",
        ScalarType.Boolean => $"CASE {text} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END",
        ScalarType.Timestamp => Moment(text),
        _ => text,
    };

    /// <summary>A literal as a value of its type.</summary>
    public static string Literal(Literal literal) => literal.Type switch
    {
        ScalarType.Number => $"CAST('{CastText.Of(ScalarType.Number, literal.Text)}' AS DECIMAL(38, 18))",
        ScalarType.Boolean => literal.Text == "true" ? "TRUE" : "FALSE",
        ScalarType.Timestamp =>
            $"CAST({Literals.Value<long, TimestampCast>(literal).ToString(CultureInfo.InvariantCulture)} AS BIGINT)",
        _ => SqlText.Literal(literal.Text),
    };

    /// <summary>Milliseconds since 1970. Flink's timestamps end at years that its casts do not agree on, so days are counted from the date
    /// and the rest is added.</summary>
    static string Moment(string text)
    {
        var day = $"CAST(TIMESTAMPDIFF(DAY, DATE '1970-01-01', TRY_CAST({Part(text, 1, 10)} AS DATE)) AS BIGINT) * 86400000";
        var fraction = $"SUBSTRING(COALESCE(REGEXP_EXTRACT({text}, '\\.([0-9]+)', 1), '') || '000' FROM 1 FOR 3)";
        var time = $"{Whole(Part(text, 12, 2))} * 3600000 + {Whole(Part(text, 15, 2))} * 60000 + {Whole(Part(text, 18, 2))} * 1000 " +
            $"+ {Whole(fraction)}";
        var offset = $"({Whole(FromEnd(text, 5, 2))} * 60 + {Whole(FromEnd(text, 2, 2))}) * 60000";
        return $"CASE WHEN REGEXP({text}, {SqlText.Literal(EpochPattern)}) THEN {Whole(text)} " +
            $"WHEN REGEXP({text}, {SqlText.Literal(MomentPattern)}) THEN {day} + {time} " +
            $"+ CASE {FromEnd(text, 6, 1)} WHEN '+' THEN -{offset} WHEN '-' THEN {offset} ELSE 0 END END";
    }

    static string Whole(string text) => $"TRY_CAST({text} AS BIGINT)";

    static string Part(string text, int from, int length) => $"SUBSTRING({text} FROM {from} FOR {length})";

    static string FromEnd(string text, int from, int length) => $"SUBSTRING({text} FROM CHAR_LENGTH({text}) - {from - 1} FOR {length})";
}
