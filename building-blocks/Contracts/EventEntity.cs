using System.Text.Json;

namespace Contracts;

/// <summary>One entity that an event creates or changes.</summary>
/// <param name="Type">Entity type, for example <c>Loan</c>.</param>
/// <param name="Id">Entity id, unique within its type.</param>
/// <param name="Attributes">The attributes as one flat object, whichever shape they came in: without the samples' <c>entityHeader</c>,
/// without the canonical shape's wrapper.</param>
public sealed record EventEntity(string Type, string Id, JsonElement Attributes);
