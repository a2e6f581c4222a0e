using Contracts;
using Outbox;
using Schemas;
using ServiceDefaults;

namespace Payments;

/// <summary>Keeps payments of loans, and records LoanPaymentSubmitted.</summary>
internal static class PaymentsService
{
    const string Name = "payments";
    const int Port = 5103;

    public static WebApplication Build(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        var problems = builder.AddServiceDefaults(Name, Port);
        builder.AddProducer<PaymentsContext>(new ProducerSettings
        {
            Service = Name,
            ConnectionString = problems.RequireConnectionString(builder.Configuration, "Payments"),
            Entities = [new EntityKind<Payment>("LoanPayment")],
            CheckSchema = (eventType, root) =>
                [.. EventSchemas.For(eventType)!.Validate(root).Select(e => new FieldError(e.Path, e.Message))],
            Examples = EmbeddedExamples.Read(typeof(PaymentsService).Assembly),
        }, problems.Found);
        problems.ThrowIfAny();

        var app = builder.Build();
        app.MapProducer<PaymentsContext>();
        app.MapServiceDefaults();
        app.MapNewEntity<PaymentsContext>("/payments", NewEntities.Payment);
        app.MapEntityReads<PaymentsContext, Payment>("/payments");
        return app;
    }
}
