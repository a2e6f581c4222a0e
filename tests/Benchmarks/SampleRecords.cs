using System.Text;
using System.Text.Json;

namespace Benchmarks;

/// <summary>Records as the capture writes them: 1.2 KB, seven of ten of a type that a filter asks for.</summary>
static class SampleRecords
{
    /// <summary>Their types, in turn.</summary>
    internal static readonly string[] Types =
    [
        "CarCreated", "LoanCreated", "LoanPaymentSubmitted", "CarServiceDone", "CarCreated", "LoanCreated", "CarServiceDone", "A", "B", "C",
    ];

    public static byte[][] Make(int count) => [.. Enumerable.Range(0, count).Select(One)];

    static byte[] One(int number)
    {
        var type = Types[number % Types.Length];
        var data = new StringBuilder($$$"""{"eventHeader": {"uuid": "{{{number:D12}}}", "eventName": "{{{type}}}"}, """);
        data.Append("\"eventBody\": {\"entities\": [{\"entityType\": \"Car\", ");
        data.Append($"\"entityId\": \"car-{number}\", \"updatedAttributes\": {{");
        for (var attribute = 0; data.Length < 850; attribute++) data.Append($"\"attribute{attribute}\": \"some value {number}\", ");
        data.Append("\"last\": 1}}]}}");
        var fields = new
        {
            id = $"{number:D32}",
            event_name = type,
            event_type = type,
            created_date = "2026-01-02T03:04:05.000000Z",
            saved_date = "2026-01-02T03:04:05.123456Z",
            event_data = data.ToString(),
            __deleted = "false",
            __op = "c",
            __table = "business_events",
            __ts_ms = 1795242960386,
        };
        return JsonSerializer.SerializeToUtf8Bytes(fields,
            new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
