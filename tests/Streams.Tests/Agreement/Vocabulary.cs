namespace Streams.Tests.Agreement;

/// <summary>Few texts, numbers and moments, so that filters and events often meet; odd ones among them.</summary>
static class Vocabulary
{
    public static readonly string[] Texts =
    [
        "a", "b", "B", "ab", "CarCreated", "LoanCreated", "c", "u", "d", "", " a", "a ", "é😀", "é", "😀", "\uFF5E", "it's",
        "quo\"te\\", "100%_", "line\nfeed", "tab\t", "\u0001", "--x", "1", "2.50", "1E+2", "true", "false", "`x`", "null",
        "business_events", "Loan", "Car",
    ];

    /// <summary>Numbers as filters may write them.</summary>
    public static readonly string[] Numbers =
    [
        "0", "1", "2.5", "-3", "1e2", "100.00", "0.1", "99999999999999999999.999999999999999999", "-0.000000000000000001",
        "12345678901234567",
    ];

    /// <summary>Numbers as JSON may write them, and some that are none or out of range.</summary>
    public static readonly string[] JsonNumbers =
    [
        "0", "-0", "1", "1.0", "2.5", "2.50", "-3", "1e2", "100", "1E2", "10e1", "0.1", "0.10", "1e-1", "-0.0", "0e5",
        "0.0000001", "1e-7", "99999999999999999999", "100000000000000000000", "99999999999999999999.9999999999999999994", "1e20",
        "1e19", "1e-18", "5e-19", "4e-19", "-1e-18", "12345678901234567", "12345678901234567.5", "1767323045000",
        "1.767323045e12", "0.000000000000000001", "1e99", "1e100",
    ];

    /// <summary>Texts that are numbers, or look so.</summary>
    public static readonly string[] NumberTexts =
    [
        "1", "+1", ".5", "5.", "1e2", "1E+02", "1e+002", " 1", "1 ", "1\n", "١", "0x1", "NaN", "Infinity", "1,0", "-", "", "1e",
        "--1", "2.5f", "1d",
    ];

    /// <summary>Moments as filters may write them.</summary>
    public static readonly string[] Moments =
    [
        "2026-01-02T03:04:05.123Z", "2026-01-02T03:04:05Z", "1767323045000", "0", "-1", "2024-02-29T00:00:00+01:00",
        "0001-01-01T00:00:00Z",
    ];

    /// <summary>Texts that are moments, or look so.</summary>
    public static readonly string[] MomentTexts =
    [
        "2026-01-02T03:04:05.123456Z", "2026-01-02T03:04:05.123999Z", "2026-01-02T03:04:05Z", "2026-01-02T05:04:05+02:00",
        "1767323045000", "2026-01-01T22:34:05-04:30", "1969-12-31T23:59:59.999999Z", "2024-02-29T00:00:00+01:00",
        "2025-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "0001-01-01T00:00:00.000000Z", "0000-12-31T23:59:59.9Z",
        "9999-12-31T23:59:59.999Z", "+10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "infinity", "2026-01-02",
        "2026-01-02T03:04:05", "2026-01-02 03:04:05Z", "2026-01-02T03:04Z", "2026-01-02T24:00:00Z", "2026-01-02T03:60:00Z",
        "2026-01-02T03:04:05.Z", "2026-13-02T03:04:05Z", "2026-01-32T03:04:05Z", "2026-01-02T03:04:05+19:00",
        "2026-01-02T03:04:05.1Z\n", "2026-01-02T03:04:05z", "1582-10-10T00:00:00Z", "12345678901234567", "123456789012345678",
        "-1", "+1", "00", "-0",
    ];
}
