using ServiceDefaults;
using Views;

namespace CarConsumer;

/// <summary>Keeps the view of cars from CarCreated events and serves it.</summary>
public static class Service
{
    const int Port = 5131;

    public static WebApplication Build(string[] arguments)
    {
        var print = PrintArgument.Take(ref arguments);
        var builder = WebApplication.CreateBuilder(arguments);
        var problems = builder.AddServiceDefaults("car-consumer", Port);
        builder.AddView(CarView.Table, print, problems.Found);
        problems.ThrowIfAny();

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapView();
        return app;
    }
}
