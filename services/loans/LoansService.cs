using Contracts;
using Outbox;
using Schemas;
using ServiceDefaults;

namespace Loans;

/// <summary>Keeps loans, and records LoanCreated.</summary>
internal static class LoansService
{
    const string Name = "loans";
    const int Port = 5102;

    public static WebApplication Build(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        var problems = builder.AddServiceDefaults(Name, Port);
        builder.AddProducer<LoansContext>(new ProducerSettings
        {
            Service = Name,
            ConnectionString = problems.RequireConnectionString(builder.Configuration, "Loans"),
            Entities = [new EntityKind<Loan>("Loan")],
            CheckSchema = (eventType, root) =>
                [.. EventSchemas.For(eventType)!.Validate(root).Select(e => new FieldError(e.Path, e.Message))],
            Examples = EmbeddedExamples.Read(typeof(LoansService).Assembly),
        }, problems.Found);
        problems.ThrowIfAny();

        var app = builder.Build();
        app.MapProducer<LoansContext>();
        app.MapServiceDefaults();
        app.MapNewEntity<LoansContext>("/loans", NewEntities.Loan);
        app.MapEntityReads<LoansContext, Loan>("/loans");
        return app;
    }
}
