using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;

namespace Schemas.Tests;

public sealed class SampleTests
{
    public static TheoryData<string> Samples()
    {
        var files = Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories);
        return [.. files.Select(file => Path.GetRelativePath(Folder, file)).Order()];
    }

    static string Folder => Path.Combine(AppContext.BaseDirectory, "samples");

    [Theory, MemberData(nameof(Samples))]
    public void Every_sample_follows_the_schema_of_its_type(string sample)
    {
        var root = JsonElement.Parse(File.ReadAllBytes(Path.Combine(Folder, sample)));

        Validate(root).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Samples))]
    public void Every_sample_brought_into_the_canonical_shape_follows_its_schema(string sample)
    {
        var root = JsonElement.Parse(File.ReadAllBytes(Path.Combine(Folder, sample)));

        Validate(Canonical(root, wrapped: true)).ShouldBeEmpty();
        Validate(Canonical(root, wrapped: false)).ShouldBeEmpty();
    }

    static IReadOnlyList<SchemaError> Validate(JsonElement root)
    {
        var eventType = root.GetProperty("eventHeader").GetProperty("eventType").GetString()!;
        return EventSchemas.For(eventType).ShouldNotBeNull().Validate(root);
    }

    static JsonElement Canonical(JsonElement root, bool wrapped)
    {
        BusinessEvent.TryRead(root, out var read, out _).ShouldBeTrue();
        var entities = read!.Entities.Select(entity =>
        {
            JsonNode attributes = JsonObject.Create(entity.Attributes)!;
            return new JsonObject
            {
                ["entityType"] = entity.Type,
                ["entityId"] = entity.Id,
                ["updatedAttributes"] = wrapped ? new JsonObject { ["entity"] = attributes } : attributes,
            };
        });
        var canonical = new JsonObject
        {
            ["eventHeader"] = new JsonObject
            {
                ["uuid"] = read.Uuid,
                ["eventName"] = read.EventName,
                ["eventType"] = read.EventType,
                ["createdDate"] = read.CreatedDate!.Value.ToUnixTimeMilliseconds(),
            },
            ["eventBody"] = new JsonObject { ["entities"] = new JsonArray([.. entities]) },
        };
        return JsonElement.Parse(canonical.ToJsonString());
    }
}
