using ServiceDefaults;
using Views;

namespace LoanPaymentConsumer;

/// <summary>Keeps the view of payments from LoanPaymentSubmitted events and serves it.</summary>
public static class Service
{
    const int Port = 5133;

    public static WebApplication Build(string[] arguments)
    {
        var print = PrintArgument.Take(ref arguments);
        var builder = WebApplication.CreateBuilder(arguments);
        var problems = builder.AddServiceDefaults("loan-payment-consumer", Port);
        builder.AddView(PaymentView.Table, print, problems.Found);
        problems.ThrowIfAny();

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapView();
        return app;
    }
}
