using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Outbox;

/// <summary>Describes request bodies: the endpoints read raw JSON, so nothing can be read from their signatures.</summary>
sealed class RequestExampleFilter(ProducerSettings settings) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<RequestExamples>().FirstOrDefault() is not { } examples) return;
        var body = new OpenApiMediaType
        {
            Schema = new OpenApiSchema { Type = examples.What == RequestExamples.Kind.Bulk ? JsonSchemaType.Array : JsonSchemaType.Object },
            Examples = Examples(examples).ToDictionary(example => example.Name, IOpenApiExample (example) => new OpenApiExample
            {
                Summary = example.Name,
                Value = example.Value,
            }),
        };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, IOpenApiMediaType> { ["application/json"] = body },
        };
    }

    IEnumerable<(string Name, JsonNode Value)> Examples(RequestExamples examples) => examples.What switch
    {
        RequestExamples.Kind.Event => settings.Examples.Select(example => (example.Key, JsonNode.Parse(example.Value)!)),
        RequestExamples.Kind.Bulk => [("bulk", new JsonArray([.. settings.Examples.Values.Select(text => JsonNode.Parse(text))]))],
        _ => [("request", JsonNode.Parse(examples.Body!)!)],
    };
}
