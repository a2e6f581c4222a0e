using System.Globalization;

namespace State;

/// <summary>
/// The name of a copy, which says what a list needs: when its checkpoint was taken, whether it is a savepoint, and a hash of what the name
/// stands for, so that a cut or changed one is noticed. As text: <c>20260131T080000000Z-copy-HASH</c>; later ones sort last.
/// </summary>
/// <param name="Time">When the checkpoint was taken, to the millisecond.</param>
/// <param name="IsSavepoint">A savepoint is never deleted by age.</param>
/// <param name="Hash">The first half of the SHA-256 of the copy's description, hexadecimal.</param>
public sealed record CopyName(DateTimeOffset Time, bool IsSavepoint, string Hash)
{
    const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";
    const string Savepoint = "savepoint";
    const string Copy = "copy";

    /// <summary>The copy's name as text.</summary>
    public override string ToString() =>
        $"{Time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{(IsSavepoint ? Savepoint : Copy)}-{Hash}";

    /// <summary>The name that a text is; null when it is none.</summary>
    public static CopyName? Parse(string text)
    {
        if (text.Split('-') is not [var at, var kind, var hash] || kind is not (Savepoint or Copy)) return null;
        return DateTimeOffset.TryParseExact(
            at, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? new CopyName(time, kind == Savepoint, hash)
            : null;
    }
}
