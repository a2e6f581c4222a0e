using Contracts;
using Outbox;
using Schemas;
using ServiceDefaults;

namespace Cars;

/// <summary>Keeps cars and the services done to them, and records CarCreated and CarServiceDone.</summary>
internal static class CarsService
{
    const string Name = "cars";
    const int Port = 5101;

    public static WebApplication Build(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        var problems = builder.AddServiceDefaults(Name, Port);
        builder.AddProducer<CarsContext>(new ProducerSettings
        {
            Service = Name,
            ConnectionString = problems.RequireConnectionString(builder.Configuration, "Cars"),
            Entities = [new EntityKind<Car>("Car"), new EntityKind<ServiceRecord>("ServiceRecord")],
            CheckSchema = (eventType, root) =>
                [.. EventSchemas.For(eventType)!.Validate(root).Select(e => new FieldError(e.Path, e.Message))],
            Examples = EmbeddedExamples.Read(typeof(CarsService).Assembly),
        }, problems.Found);
        problems.ThrowIfAny();

        var app = builder.Build();
        app.MapProducer<CarsContext>();
        app.MapServiceDefaults();
        app.MapNewEntity<CarsContext>("/cars", NewEntities.Car);
        app.MapNewChild<CarsContext, Car>("/cars", "services", NewEntities.ServiceRecord);
        app.MapEntityReads<CarsContext, Car>("/cars");
        app.MapEntityReads<CarsContext, ServiceRecord>("/services");
        return app;
    }
}
