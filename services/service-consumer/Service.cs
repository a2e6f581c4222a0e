using ServiceDefaults;
using Views;

namespace ServiceConsumer;

/// <summary>Keeps the view of services from CarServiceDone events and serves it.</summary>
public static class Service
{
    const int Port = 5134;

    public static WebApplication Build(string[] arguments)
    {
        var print = PrintArgument.Take(ref arguments);
        var builder = WebApplication.CreateBuilder(arguments);
        var problems = builder.AddServiceDefaults("service-consumer", Port);
        builder.AddView(ServiceView.Table, print, problems.Found);
        problems.ThrowIfAny();

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapView();
        return app;
    }
}
