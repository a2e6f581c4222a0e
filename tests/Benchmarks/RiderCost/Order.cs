using System.Text.Json;

namespace Benchmarks.RiderCost;

/// <summary>A message that is about 1 KB of JSON.</summary>
public sealed record Order(
    string Id,
    int Number,
    string Customer,
    decimal Amount,
    DateTimeOffset PlacedAt,
    string Street,
    string City,
    string Country,
    string Status,
    string Remark,
    string Terms)
{
    static readonly DateTimeOffset FirstDay = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    static readonly string Filler = string.Concat(Enumerable.Repeat("words that nobody reads ", 11));

    /// <summary>Reads and writes as the web does: camel case.</summary>
    internal static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    internal static Order Of(int number) => new(
        $"order-{number:D12}",
        number,
        $"customer-{number % 1_000}",
        number % 10_000 / 100m,
        FirstDay.AddSeconds(number),
        $"{number % 200} Long Street in the Old Town",
        "Rotterdam",
        "Netherlands",
        "placed",
        Filler,
        string.Concat(Filler, Filler));

    internal static string KeyOf(int number) => $"order-{number % 10_000}";
}
