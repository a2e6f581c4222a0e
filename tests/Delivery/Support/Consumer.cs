using Microsoft.AspNetCore.Builder;

namespace Delivery.Support;

/// <summary>A consumer service as the suite knows it.</summary>
/// <param name="Build">The service.</param>
/// <param name="View">Name of its view and route.</param>
/// <param name="EntityType">The type of entity it keeps.</param>
public sealed record Consumer(Func<string[], WebApplication> Build, string View, string EntityType);
