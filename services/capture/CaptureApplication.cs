using ServiceDefaults;

namespace Capture;

/// <summary>The service: the capture in the background, <c>/health</c> and <c>/capture/status</c> in front.</summary>
static class CaptureApplication
{
    const int Port = 5110;

    public static WebApplication Build(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        var problems = builder.AddServiceDefaults("capture", Port);
        builder.Services.AddCapture(builder.Configuration, problems);
        problems.ThrowIfAny();

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapGet("/capture/status", (CaptureService capture) => capture.Databases.Select(status => status.Report()));
        return app;
    }
}
