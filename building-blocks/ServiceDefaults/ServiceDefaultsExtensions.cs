using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults;

/// <summary>What every service does alike: logs, clock, health, telemetry, address.</summary>
public static class ServiceDefaultsExtensions
{
    static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Adds JSON logs on standard output, the system clock, health checks, the export of metrics and traces when
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, and a loopback address unless <c>ASPNETCORE_URLS</c> or <c>--urls</c> says otherwise.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="service">The service's name in logs and telemetry.</param>
    /// <param name="port">Its usual port.</param>
    /// <returns>A list for configuration mistakes, to be thrown all together: see <see cref="ConfigurationProblems.ThrowIfAny"/>.</returns>
    public static ConfigurationProblems AddServiceDefaults(this WebApplicationBuilder builder, string service, int port)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(console =>
        {
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        // The answer of /health says what is wrong; a line for every question would bury the service's own.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey])) builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddProblemDetails();
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton<Microsoft.Extensions.Hosting.IHostedService>(_ => new Telemetry(service, builder.Configuration));
        return new ConfigurationProblems(service);
    }

    /// <summary>Maps <c>GET /health</c>: 200 when every check is healthy or degraded, else 503, with each check's state as JSON.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = Write });
        return app;
    }

    static Task Write(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        var body = new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(entry => entry.Key,
                entry => new { status = entry.Value.Status.ToString(), description = entry.Value.Description }),
        };
        return context.Response.WriteAsync(JsonSerializer.Serialize(body));
    }
}
