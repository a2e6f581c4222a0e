namespace Streams;

/// <summary>
/// The characters that one place of a pattern takes. Patterns tell ASCII characters apart one by one; beyond ASCII a place takes none,
/// every one, or a single one, which is what a class written in ASCII and its complement need.
/// </summary>
/// <param name="Ascii">One bit for each ASCII character.</param>
/// <param name="Beyond">A code point beyond ASCII, or <see cref="None"/> or <see cref="Every"/>.</param>
readonly record struct CharacterSet(UInt128 Ascii, int Beyond)
{
    public const int None = -1;
    public const int Every = -2;

    /// <summary>Code points from here on are beyond ASCII.</summary>
    public const int AsciiEnd = 128;

    public static CharacterSet Empty => new(0, None);

    public static CharacterSet Digits => Range('0', '9');

    public static CharacterSet WordCharacters => Digits | Range('A', 'Z') | Range('a', 'z') | Of('_');

    /// <summary>Tab, line feed, vertical tab, form feed, carriage return and space.</summary>
    public static CharacterSet Spaces => Range('\t', '\r') | Of(' ');

    public static CharacterSet AllButLineFeed => ~Of('\n');

    public bool IsEmpty => Ascii == 0 && Beyond == None;

    /// <summary>The only character, or null if there are more.</summary>
    public int? Single => Beyond switch
    {
        >= 0 => Beyond,
        None when UInt128.PopCount(Ascii) == 1 => (int)UInt128.TrailingZeroCount(Ascii),
        _ => null,
    };

    public static CharacterSet Of(int codePoint) =>
        codePoint < AsciiEnd ? new(UInt128.One << codePoint, None) : new(0, codePoint);

    /// <summary>Both ends included; both are ASCII.</summary>
    public static CharacterSet Range(int first, int last)
    {
        UInt128 bits = 0;
        for (var character = first; character <= last; character++) bits |= UInt128.One << character;
        return new CharacterSet(bits, None);
    }

    public bool Contains(int codePoint) => codePoint < AsciiEnd
        ? (Ascii >> codePoint & 1) != 0
        : Beyond == codePoint || Beyond == Every;

    /// <summary>Not for a single character beyond ASCII.</summary>
    public static CharacterSet operator |(CharacterSet left, CharacterSet right) =>
        new(left.Ascii | right.Ascii, left.Beyond == Every ? Every : right.Beyond);

    /// <summary>Not for a single character beyond ASCII.</summary>
    public static CharacterSet operator ~(CharacterSet set) => new(~set.Ascii, set.Beyond == Every ? None : Every);
}
