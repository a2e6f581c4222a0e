using System.Text.Json;

namespace Contracts.Tests;

public sealed class EventDateTests
{
    [Theory]
    [InlineData("\"2025-01-15T10:30:00Z\"", "2025-01-15T10:30:00.0000000+00:00")]
    [InlineData("\"2025-01-15T10:30:00.5+01:00\"", "2025-01-15T09:30:00.5000000+00:00")]
    [InlineData("\"2025-01-15T10:30:00-1130\"", "2025-01-15T22:00:00.0000000+00:00")]
    [InlineData("\"2025-01-15t10:30:00.123456789012z\"", "2025-01-15T10:30:00.1234567+00:00")]
    [InlineData("\"2025-01-15T10:30:00+14\"", "2025-01-14T20:30:00.0000000+00:00")]
    [InlineData("\"2025-01-15T10:30:00+23:59\"", "2025-01-14T10:31:00.0000000+00:00")]
    [InlineData("\"2024-02-29T23:59:59.999999Z\"", "2024-02-29T23:59:59.9999990+00:00")]
    [InlineData("1705312200000", "2024-01-15T09:50:00.0000000+00:00")]
    [InlineData("1.7053122E12", "2024-01-15T09:50:00.0000000+00:00")]
    [InlineData("-1", "1969-12-31T23:59:59.9990000+00:00")]
    [InlineData("-62135596800000", "0001-01-01T00:00:00.0000000+00:00")]
    [InlineData("253402300799999", "9999-12-31T23:59:59.9990000+00:00")]
    public void Both_forms_are_read_to_the_moment_in_UTC(string json, string moment)
    {
        EventDate.TryRead(JsonElement.Parse(json), out var date, out var error).ShouldBeTrue(error);

        date.ToString("O").ShouldBe(moment);
        error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"2025-01-15T10:30:00\"")]
    [InlineData("\"2025-01-15\"")]
    [InlineData("\"2025-02-30T10:30:00Z\"")]
    [InlineData("\"2025-01-15T24:00:00Z\"")]
    [InlineData("\"2025-01-15T10:30:00.Z\"")]
    [InlineData("\"2025-01-15T10:30:00+1:00\"")]
    [InlineData("\"2025-01-15T10:30:00+24:00\"")]
    [InlineData("\"2025-01-15T10:30:00 +01:00\"")]
    [InlineData("\"2025-01-15 10:30:00Z\"")]
    [InlineData("\"0001-01-01T00:00:00+01:00\"")]
    [InlineData("\"9999-12-31T23:59:59-01:00\"")]
    [InlineData("\"+10000-01-01T00:00:00Z\"")]
    [InlineData("\"infinity\"")]
    [InlineData("\"1705312200000\"")]
    [InlineData("\"\"")]
    [InlineData("1.5")]
    [InlineData("253402300800000")]
    [InlineData("-62135596800001")]
    [InlineData("1e400")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("{}")]
    public void Anything_else_is_an_error_that_says_what_is_expected(string json)
    {
        EventDate.TryRead(JsonElement.Parse(json), out _, out var error).ShouldBeFalse();

        error.ShouldNotBeEmpty();
        error.Length.ShouldBeLessThan(250);
    }
}
