using Capture;
using ServiceDefaults;

return await ServiceProgram.Run(args, arguments =>
{
    var builder = WebApplication.CreateBuilder(arguments);
    var problems = builder.AddServiceDefaults("capture", port: 5110);
    builder.Services.AddCapture(builder.Configuration, problems);
    problems.ThrowIfAny();

    var app = builder.Build();
    app.MapServiceDefaults();
    app.MapGet("/capture/status", (CaptureService capture) => capture.Databases.Select(status => status.Report()));
    return app;
});
