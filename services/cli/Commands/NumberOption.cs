using System.CommandLine;
using System.Globalization;

namespace Cli;

/// <summary>Options with a range, whose errors say what is wanted.</summary>
static class NumberOption
{
    /// <param name="option">The option.</param>
    /// <param name="read">The value of a text; throws FormatException or OverflowException when there is none.</param>
    /// <param name="isRight">Whether the value may be used.</param>
    /// <param name="wanted">What the error asks for.</param>
    public static Option<T> Checked<T>(Option<T> option, Func<string, T> read, Predicate<T> isRight, string wanted)
    {
        option.CustomParser = result =>
        {
            var text = string.Join(' ', result.Tokens.Select(token => token.Value));
            try
            {
                if (read(text) is { } value && isRight(value)) return value;
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                // Not a number: the same error as for a number out of range.
            }
            result.AddError($"{option.Name} must be {wanted}, not '{text}'.");
            return default!;
        };
        return option;
    }

    public static int Int(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    public static double Double(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
