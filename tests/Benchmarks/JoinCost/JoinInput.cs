using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Contracts;
using Librdkafka;

namespace Benchmarks.JoinCost;

/// <summary>
/// Loans and cars as the capture writes them, mixed: four loan records to one car record, 2.5 versions of each key, of which a tenth moves
/// the loan to another car.
/// </summary>
static class JoinInput
{
    const double VersionsOfKey = 2.5;
    const int LoansOfCar = 4;
    const double Moves = 0.1;
    static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    /// <summary>Produces so many records of keys of their own.</summary>
    /// <param name="connection">The broker.</param>
    /// <param name="name">First part of all keys.</param>
    /// <param name="records">How many.</param>
    internal static void Produce(Dictionary<string, string> connection, string name, int records)
    {
        using var producer = Producer.Create(Producing.Settings(connection));
        var random = new Random(records);
        var cars = (int)(records / (LoansOfCar + 1) / VersionsOfKey);
        var loans = (int)(records / (LoansOfCar + 1) * LoansOfCar / VersionsOfKey);
        for (var number = 0; number < records; number++)
        {
            var isCar = number % (LoansOfCar + 1) == 0;
            var value = isCar ? Car(name, random.Next(cars), number) : Loan(name, random, loans, cars, number);
            var key = Encoding.UTF8.GetBytes($$"""{"id":"{{name}}-{{number:D12}}"}""");
            Producing.Send(producer, Topics.RawBusinessEvents, number % Topics.EventPartitions, key, value);
        }

        if (!producer.Flush(Timeout)) throw new TimeoutException("The input was not acknowledged in time.");
    }

    /// <summary>A version of a car.</summary>
    internal static byte[] Car(string name, int car, int number) => Event(
        name, number, "CarCreated", "Car", $"{name}-car-{car}",
        $"""
        "vin":"VIN{number:D14}","make":"Tesla","model":"Model {number % 100}","year":2025,"owner":"John Doe"
        """);

    /// <summary>A version of a loan, of a car of that name.</summary>
    internal static byte[] Loan(string loan, string name, int car, int number) => Event(
        name, number, "LoanCreated", "Loan", loan,
        $"""
        "carId":"{name}-car-{car}","loanAmount":{50_000 + number % 1_000}.00,"balance":{number % 50_000}.25,"interestRate":0.045
        """ + """
        ,"status":"active","financialInstitution":"First National Bank","termMonths":60
        """);

    static byte[] Loan(string name, Random random, int loans, int cars, int number)
    {
        var loan = random.Next(loans);
        var car = random.NextDouble() < Moves ? random.Next(cars) : loan % cars;
        return Loan($"{name}-loan-{loan}", name, car, number);
    }

    static byte[] Event(string name, int number, string type, string entity, string id, string attributes)
    {
        var data = $$$"""
            {"eventHeader":{"uuid":"{{{name}}}-{{{number:D12}}}","eventName":"{{{type}}}"},"entities":[{"entityHeader":
            {"entityId":"{{{id}}}","entityType":"{{{entity}}}"},{{{attributes}}}}]}
            """;
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id = $"{name}-{number:D12}",
                event_name = type,
                event_type = type,
                created_date = $"2026-01-02T03:{number / 60_000 % 60:D2}:{number / 1_000 % 60:D2}.{number % 1_000:D3}000Z",
                saved_date = "2026-01-02T03:04:05.123456Z",
                event_data = data,
                __deleted = "false",
                __op = "c",
                __table = "business_events",
                __ts_ms = 1795242960386,
            },
            Relaxed);
    }
}
