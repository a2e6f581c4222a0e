using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Outbox;

/// <summary>The service's OpenAPI document and its page at <c>/swagger</c>.</summary>
static class EventDocumentation
{
    const string Version = "v1";

    public static void AddEventDocumentation(this IServiceCollection services, ProducerSettings settings)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Version, new OpenApiInfo
            {
                Title = settings.Service,
                Version = Version,
                Description = $"Records {string.Join(", ", settings.EventTypes)} events.",
            });
            options.OperationFilter<RequestExampleFilter>(settings);
        });
    }

    public static void UseEventDocumentation(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(page =>
            page.SwaggerEndpoint($"{Version}/swagger.json", app.Services.GetRequiredService<ProducerSettings>().Service));
    }
}
