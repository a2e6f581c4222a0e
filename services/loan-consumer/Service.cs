using ServiceDefaults;
using Views;

namespace LoanConsumer;

/// <summary>Keeps the view of loans from LoanCreated events and serves it.</summary>
public static class Service
{
    const int Port = 5132;

    public static WebApplication Build(string[] arguments)
    {
        var print = PrintArgument.Take(ref arguments);
        var builder = WebApplication.CreateBuilder(arguments);
        var problems = builder.AddServiceDefaults("loan-consumer", Port);
        builder.AddView(LoanView.Table, print, problems.Found);
        problems.ThrowIfAny();

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapView();
        return app;
    }
}
