namespace Streams.Tests.Agreement;

/// <summary>Random filters: every operator, type and kind of field, nested.</summary>
sealed class RandomFilters(Dice dice, SourceFormat format)
{
    const int MostLevels = 3;

    static readonly Operator[] Operators = Enum.GetValues<Operator>();

    public static readonly string[] Attributes = ["balance", "status", "since", "open", "_x1"];

    static readonly string[] Patterns =
    [
        "a", "^a", "b$", "^[a-z]+$", "Created", "[0-9]{2,3}", "é|😀", @"\.", "^.$", "^(Car|Loan)", "[^a-z]", @"\n", "^(a|b){0,3}$",
        @"\D\s?", "it's", @"[\\\]\-]", "^$", ".e.?",
    ];

    readonly Field[] columns = [.. Field.Columns.Where(column => format != SourceFormat.Event || !column.IsOfCapture)];

    public Filter Next(int number) => new(
        $"filter-{number}", "", null, null, "consumer", "in", "out", true, FilterStatus.Active, 1, Condition(0))
    { Format = format };

    Condition Condition(int level) => level == MostLevels ? Comparison() : dice.Below(10) switch
    {
        < 6 => Comparison(),
        6 => new Condition.Not(Condition(level + 1)),
        7 or 8 => new Condition.All(dice.Several(1 + dice.Below(3), () => Condition(level + 1))),
        _ => new Condition.Any(dice.Several(1 + dice.Below(3), () => Condition(level + 1))),
    };

    public Condition.Comparison Comparison(Operator? asked = null)
    {
        var comparison = asked ?? dice.Of(Operators);
        var type = comparison switch
        {
            Operator.StartsWith or Operator.Matches or Operator.IsNull or Operator.IsNotNull => ScalarType.String,
            Operator.Equal or Operator.NotEqual or Operator.In or Operator.NotIn => dice.Of(Enum.GetValues<ScalarType>()),
            _ => dice.Of(ScalarType.String, ScalarType.Number, ScalarType.Timestamp),
        };
        var operands = comparison == Operator.Matches ? [dice.Of(Patterns)] : dice.Several(OperandsOf(comparison), () => Text(type));
        var literals = operands.Select(text => new Literal(type, text)).ToList();
        if (comparison == Operator.Between) literals.Sort(Literals.Compare);
        return new Condition.Comparison(AnyField(type), comparison, type, literals);
    }

    int OperandsOf(Operator comparison) => comparison switch
    {
        Operator.IsNull or Operator.IsNotNull => 0,
        Operator.In or Operator.NotIn => 1 + dice.Below(8),
        Operator.Between => 2,
        _ => 1,
    };

    string Text(ScalarType type) => type switch
    {
        ScalarType.Number => dice.Of(Vocabulary.Numbers),
        ScalarType.Boolean => dice.Of("true", "false"),
        ScalarType.Timestamp => dice.Of(Vocabulary.Moments),
        _ => dice.Of(Vocabulary.Texts),
    };

    /// <summary>Mostly a field that holds such values.</summary>
    Field AnyField(ScalarType type)
    {
        if (dice.OneIn(5)) return dice.Of(columns);
        var attribute = dice.OneIn(6) ? dice.Of(["type", "id", .. Attributes]) : type switch
        {
            ScalarType.Number => "balance",
            ScalarType.Timestamp => "since",
            ScalarType.Boolean => "open",
            _ => "status",
        };
        return dice.Below(4) switch
        {
            0 => Field.Find($"entities[*].{attribute}")!,
            1 or 2 => Field.Find($"entity.{attribute}")!,
            _ when type == ScalarType.Timestamp => dice.Of(Field.CreatedDate, Field.SavedDate),
            _ => dice.Of(Field.EventType, Field.EventName),
        };
    }
}
