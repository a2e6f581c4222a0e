using System.Text;
using System.Text.Json.Nodes;
using Contracts;

namespace Producers.Tests;

/// <summary>A request to the service cars that is wrong in one way, and what the answer must be.</summary>
sealed record WrongRequest(string Path, byte[] Body, int Status, string Field, string ContentType = "application/json")
{
    public WrongRequest(string path, string body, int status, string field, string contentType = "application/json")
        : this(path, Encoding.UTF8.GetBytes(body), status, field, contentType)
    {
    }
}

/// <summary>Every kind of wrong request.</summary>
static class WrongRequests
{
    const string One = "/api/v1/events";
    const string Many = "/api/v1/events/bulk";

    public static IReadOnlyDictionary<string, Func<WrongRequest>> All { get; } = new Dictionary<string, Func<WrongRequest>>
    {
        ["empty body"] = () => new(One, "", 400, ""),
        ["blank body"] = () => new(One, " \n", 400, ""),
        ["array instead of an event"] = () => new(One, $"[{Events.Car()}]", 400, ""),
        ["string instead of an event"] = () => new(One, "\"CarCreated\"", 400, ""),
        ["null instead of an event"] = () => new(One, "null", 400, ""),
        ["text that is not JSON"] = () => new(One, "make=Tesla&model=S", 400, ""),
        ["truncated JSON"] = () => new(One, Events.Car().ToJsonString()[..^9], 400, "*"),
        ["trailing garbage"] = () => new(One, Events.Car() + "{}", 400, "*"),
        ["byte order mark"] = () => new(One, [0xEF, 0xBB, 0xBF, .. Bytes(Events.Car())], 400, ""),
        ["comments"] = () => new(One, "/* car */" + Events.Car(), 400, ""),
        ["not a number"] = () => new(One, Text(Events.Car(), "totalBalance", "NaN"), 400, "*"),
        ["form content type"] = () => new(One, Events.Car().ToJsonString(), 400, "Content-Type", "application/x-www-form-urlencoded"),
        ["no content type"] = () => new(One, Events.Car().ToJsonString(), 400, "Content-Type", ""),
        ["other charset"] = () => new(One, Events.Car().ToJsonString(), 400, "Content-Type", "application/json; charset=utf-16"),
        ["event of another service"] = () => new(One, Events.Of("loan-created").ToJsonString(), 400, "/eventHeader/eventType"),
        ["unknown event type"] = () => Changed("CarSold", "/eventHeader/eventType", "eventHeader", "eventType"),
        ["event type of another case"] = () => Changed("carcreated", "/eventHeader/eventType", "eventHeader", "eventType"),
        ["no event type"] = () => Without("/eventHeader/eventType", "eventHeader", "eventType"),
        ["event type is a number"] = () => Changed(7, "/eventHeader/eventType", "eventHeader", "eventType"),
        ["no header"] = () => Without("/eventHeader", "eventHeader"),
        ["header is an array"] = () => Changed(new JsonArray(), "/eventHeader", "eventHeader"),
        ["no uuid"] = () => Without("/eventHeader/uuid", "eventHeader", "uuid"),
        ["empty uuid"] = () => Changed("", "/eventHeader/uuid", "eventHeader", "uuid"),
        ["uuid too long"] = () => Changed(new string('u', 256), "/eventHeader/uuid", "eventHeader", "uuid"),
        ["uuid is a number"] = () => Changed(42, "/eventHeader/uuid", "eventHeader", "uuid"),
        ["no event name"] = () => Without("/eventHeader/eventName", "eventHeader", "eventName"),
        ["bad created date"] = () => Changed("yesterday", "/eventHeader/createdDate", "eventHeader", "createdDate"),
        ["created date without offset"] = () => Changed("2025-01-15T10:30:00", "/eventHeader/createdDate", "eventHeader", "createdDate"),
        ["year 99999"] = () => Changed("99999-01-01T00:00:00Z", "/eventHeader/createdDate", "eventHeader", "createdDate"),
        ["30th of February"] = () => Changed("2025-02-30T00:00:00Z", "/eventHeader/createdDate", "eventHeader", "createdDate"),
        ["epoch beyond year 9999"] = () => Changed(99999999999999999, "/eventHeader/createdDate", "eventHeader", "createdDate"),
        ["bad saved date"] = () => Changed(true, "/eventHeader/savedDate", "eventHeader", "savedDate"),
        ["unknown field of the event"] = () => Changed("x", "/extra", "extra"),
        ["unknown field of the header"] = () => Changed("x", "/eventHeader/extra", "eventHeader", "extra"),
        ["no entities"] = () => Without("/entities", "entities"),
        ["empty entities"] = () => Changed(new JsonArray(), "/entities", "entities"),
        ["too many entities"] = () =>
            Changed(new JsonArray([.. Enumerable.Range(0, Limits.MaxEntities + 1).Select(_ => Events.Car().Entity().DeepClone())]),
            "/entities", "entities"),
        ["entity is a string"] = () => Changed(new JsonArray("car"), "/entities/0", "entities"),
        ["wrong entity type"] = () => Changed("Loan", "/entities/0/entityHeader/entityType", "entities", 0, "entityHeader", "entityType"),
        ["entity id differs from id"] = () => Changed("another", "/entities/0/id", "entities", 0, "id"),
        ["empty entity id"] = () => Changed("", "/entities/0/entityHeader/entityId", "entities", 0, "entityHeader", "entityId"),
        ["missing attribute"] = () => Without("/entities/0/vin", "entities", 0, "vin"),
        ["vin of wrong form"] = () => Changed("123", "/entities/0/vin", "entities", 0, "vin"),
        ["year is text"] = () => Changed("2025", "/entities/0/year", "entities", 0, "year"),
        ["year is a fraction"] = () => Changed(2025.5, "/entities/0/year", "entities", 0, "year"),
        ["negative mileage"] = () => Changed(-1, "/entities/0/mileage", "entities", 0, "mileage"),
        ["negative amount"] = () => Changed(-0.01, "/entities/0/totalBalance", "entities", 0, "totalBalance"),
        ["amount is a word"] = () => Changed("much", "/entities/0/totalBalance", "entities", 0, "totalBalance"),
        ["huge exponent"] = () => new(One, Text(Events.Car(), "totalBalance", "1e999999"), 400, "/entities/0/totalBalance"),
        ["number beyond numeric"] = () =>
            new(One, Text(Events.Car(), "totalBalance", new string('9', 131_073)), 400, "/entities/0/totalBalance"),
        ["number beyond decimal"] = () => new(One, Text(Events.Car(), "totalBalance", "1e40"), 400, "/entities/0/totalBalance"),
        ["integer beyond int"] = () => Changed(3_000_000_000, "/entities/0/mileage", "entities", 0, "mileage"),
        ["bad date of an attribute"] = () => Changed("soon", "/entities/0/lastServiceDate", "entities", 0, "lastServiceDate"),
        ["U+0000"] = () => Escaped("color", "\\u0000", "/entities/0/color"),
        ["lone surrogate"] = () => Escaped("color", "\\ud800", "/entities/0/color"),
        ["lone surrogate in the uuid"] = () =>
            new(One, Events.Car().ToJsonString().Replace("\"uuid\":\"", "\"uuid\":\"\\udc00"), 400, "/eventHeader/uuid"),
        ["invalid UTF-8"] = () => new(One, Invalid(), 400, "/entities/0/color"),
        ["too deep"] = () => Changed(Deep(Limits.MaxJsonDepth), "*", "entities", 0, "features"),
        ["event too large"] = () => Changed(new string('x', Limits.MaxEventBytes), 413, "", "entities", 0, "description"),
        ["bulk is one event"] = () => new(Many, Events.Car().ToJsonString(), 400, ""),
        ["empty bulk"] = () => new(Many, "[]", 400, ""),
        ["bulk of numbers"] = () => new(Many, "[1]", 400, "/0"),
        ["truncated bulk"] = () => new(Many, Events.Bulk([Events.Car()])[..^1], 400, ""),
        ["501 events"] = () => new(Many, Events.Bulk(Enumerable.Range(0, Limits.MaxBulkEvents + 1).Select(_ => Events.Car())), 413, ""),
        ["bulk of 8 MiB and 1 byte"] = () => new(Many, Padded(Limits.MaxBulkBytes + 1), 413, ""),
        ["wrong service in a bulk"] = () =>
            new(Many, Events.Bulk([Events.Car(), Events.Of("loan-payment-submitted")]), 400, "/1/eventHeader/eventType"),
        ["large event in a bulk"] = () => new(Many, Events.Bulk([Events.Car(), Events.Car(car =>
            car.Entity()["description"] = new string('x', Limits.MaxEventBytes))]), 413, "/1"),
        ["deep event in a bulk"] = () =>
            new(Many, Events.Bulk([Events.Car(car => car.Entity()["features"] = Deep(Limits.MaxJsonDepth))]), 400, "*"),
        ["wrong field in a bulk"] = () =>
            new(Many, Events.Bulk([Events.Car(), Events.Car(car => car.Entity()["year"] = "x")]), 400, "/1/entities/0/year"),
        ["duplicate uuid with other content in a bulk"] = () =>
        {
            var car = Events.Car();
            var other = car.DeepClone();
            other.Entity()["color"] = "Red";
            return new(Many, Events.Bulk([car, other]), 409, "/1/eventHeader/uuid");
        },
        ["domain request without attributes"] = () => new("/cars", "{}", 400, "/vin"),
        ["domain request of wrong type"] = () =>
            new("/cars", """{"vin":"5TDJKRFH4LS123456","make":1,"model":"S","year":2025}""", 400, "/make"),
        ["domain request is an array"] = () => new("/cars", "[]", 400, ""),
        ["service of an unknown car"] = () => new("/cars/nobody/services",
            """{"serviceDate":"2025-03-10T11:30:00Z","amountPaid":1,"dealerId":"D"}""", 404, "id"),
    };

    static WrongRequest Changed(JsonNode value, string field, params object[] path) => Changed(value, 400, field, path);

    static WrongRequest Changed(JsonNode value, int status, string field, params object[] path) => new(One, Events.Car(car =>
    {
        var parent = Parent(car, path);
        if (path[^1] is string name) parent[name] = value;
        else parent[(int)path[^1]] = value;
    }).ToJsonString(), status, field);

    static WrongRequest Without(string field, params object[] path) =>
        new(One, Events.Car(car => Parent(car, path).AsObject().Remove((string)path[^1])).ToJsonString(), 400, field);

    static JsonNode Parent(JsonNode root, object[] path) =>
        path[..^1].Aggregate(root, (node, step) => step is string name ? node[name]! : node[(int)step]!);

    static string Text(JsonNode car, string attribute, string json)
    {
        car.Entity()[attribute] = "<here>";
        return car.ToJsonString().Replace("\"\\u003Chere\\u003E\"", json);
    }

    static WrongRequest Escaped(string attribute, string escape, string field) =>
        new(One, Text(Events.Car(), attribute, $"\"a{escape}b\""), 400, field);

    static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    static byte[] Invalid()
    {
        var bytes = Encoding.UTF8.GetBytes(Text(Events.Car(), "color", "\"a?b\""));
        bytes[bytes.AsSpan().IndexOf("\"a?b\""u8) + 2] = 0xFF;
        return bytes;
    }

    static JsonNode Deep(int levels)
    {
        JsonNode node = new JsonArray();
        for (var i = 1; i < levels; i++) node = new JsonArray(node);
        return node;
    }

    static string Padded(int bytes)
    {
        var bulk = Events.Bulk([Events.Car()]);
        return bulk + new string(' ', bytes - bulk.Length);
    }
}
