using System.Text;

namespace Streams;

/// <summary>Literals as the values they stand for.</summary>
static class Literals
{
    public static byte[] Utf8(Literal literal) => Encoding.UTF8.GetBytes(literal.Text);

    public static T Value<T, TCast>(Literal literal) where T : struct, IComparable<T> where TCast : struct, ICast<T> =>
        TCast.TryCast(Utf8(literal), out var value)
            ? value
            : throw new ArgumentException($"'{literal.Text}' is no {literal.Type}; the loader refuses such literals");

    public static TextPattern Pattern(Literal literal) =>
        TextPattern.Parse(literal.Text, out var mistake) ?? throw new ArgumentException($"{mistake}; the loader refuses such patterns");

    /// <summary>Why a literal cannot be used, or null when it can.</summary>
    public static string? Mistake(Literal literal)
    {
        var text = Utf8(literal);
        return literal.Type switch
        {
            ScalarType.Number when !DecimalNumber.TryCast(text, out _) =>
                "is no number of at most 20 digits before the point: write it like 12.50",
            ScalarType.Boolean when !BooleanText.TryCast(text, out _) => "is no boolean: write true or false",
            ScalarType.Timestamp when !InstantText.TryCast(text, out _) =>
                "is no timestamp: write it like 2026-01-31T00:00:00Z, or as epoch milliseconds",
            ScalarType.String when literal.Text.Any(char.IsSurrogate) && !IsUnicode(literal.Text) => "is not valid Unicode",
            _ => null,
        };
    }

    /// <summary>The order of two literals of one type.</summary>
    public static int Compare(Literal left, Literal right) => left.Type switch
    {
        ScalarType.Number => Value<Int128, NumberCast>(left).CompareTo(Value<Int128, NumberCast>(right)),
        ScalarType.Timestamp => Value<long, TimestampCast>(left).CompareTo(Value<long, TimestampCast>(right)),
        ScalarType.Boolean => Value<bool, BooleanCast>(left).CompareTo(Value<bool, BooleanCast>(right)),
        _ => Utf8(left).AsSpan().SequenceCompareTo(Utf8(right)),
    };

    static bool IsUnicode(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index])) continue;
            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1])) return false;
            index++;
        }
        return true;
    }
}
