namespace Streams;

/// <summary>Why bytes are not a record that can be routed.</summary>
enum JsonFault
{
    None,
    NotAnObject,
    UnexpectedEnd,
    UnexpectedByte,
    ControlCharacter,
    WrongEscape,
    LoneSurrogate,
    NotUtf8,
    TooDeep,
    NumberTooLarge,
    TooManyEntities,
}

static class JsonFaults
{
    public static string Describe(JsonFault fault) => fault switch
    {
        JsonFault.NotAnObject => "the value is not a JSON object",
        JsonFault.UnexpectedEnd => "the JSON ends in the middle",
        JsonFault.UnexpectedByte => "the JSON is malformed",
        JsonFault.ControlCharacter => "a control character inside a JSON string",
        JsonFault.WrongEscape => "a wrong escape inside a JSON string",
        JsonFault.LoneSurrogate => "half a surrogate pair inside a JSON string that filters read",
        JsonFault.NotUtf8 => "the value is not UTF-8",
        JsonFault.TooDeep => $"the JSON is nested deeper than {JsonCursor.MaxDepth} levels",
        JsonFault.NumberTooLarge => $"a number that filters read is too large: at most {NumberText.LongestNumber} characters",
        JsonFault.TooManyEntities => $"the event has more than {PipelineLimits.MaxAnyEntities} entities, and filters look at each of them",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "not a fault"),
    };
}
