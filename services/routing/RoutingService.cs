using Contracts;
using KafkaRider;
using Librdkafka;
using MassTransit;
using ServiceDefaults;
using Streams;

namespace Routing;

/// <summary>
/// Reads all business events, finds the filters that let each pass, copies it to their topics, and joins what joins ask for: exactly once,
/// or at least once where latency matters more.
/// </summary>
static class RoutingService
{
    const int Port = 5120;

    /// <summary>librdkafka's setting: how long an output waits for company, in milliseconds.</summary>
    const string Linger = "linger.ms";

    /// <summary>
    /// Each hop of a join waits for it, unless a commit ends the waiting. Filters alone keep the endpoint's own: at full load they would
    /// send more and smaller requests.
    /// </summary>
    const string LingerOfJoins = "0.5";

    public static WebApplication Build(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        var problems = builder.AddServiceDefaults("routing", Port);
        var options = RoutingOptions.Read(builder.Configuration, problems);
        var reading = PipelineFolder.Read(options.PipelineFolder);
        foreach (var error in reading.Errors) problems.Found.Add(error.ToString());
        builder.Services.AddKafkaConnection(builder.Configuration, problems.Found);
        problems.ThrowIfAny();

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(provider => new PipelineCatalog(
            options, reading, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PipelineCatalog>>()));
        builder.Services.AddHostedService<PipelineWatch>();
        builder.Services.AddHealthChecks().AddCheck<PipelineHealth>("pipelines");
        AddTasks(builder.Services, reading.Pipelines);
        AddEndpoint(builder.Services, reading.Pipelines);

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapGet("/pipelines", PipelineReport.Of);
        app.MapPost("/pipelines/validate", PipelineValidation.Of);
        app.MapGet("/state/{join}/{key}", JoinState.Of);
        app.MapGet("/tasks", (TaskHost tasks) => tasks.Statistics);
        app.MapPost("/tasks/savepoint", TaskSavepoint.Of);
        return app;
    }

    static void AddTasks(IServiceCollection services, IReadOnlyList<Pipeline> pipelines)
    {
        services.AddSingleton<StateFolder>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<RoutingOptions>();
            var settings = new TaskSettings
            {
                Application = Groups.Routing,
                // Made before the tasks that use it, so it is disposed of after them.
                Folder = provider.GetRequiredService<StateFolder>().Path,
                Connection = provider.GetRequiredService<KafkaConnection>().Settings,
                CheckpointInterval = options.CheckpointInterval,
                MemoryBytes = options.TaskMemoryBytes,
                Copies = options.Copies,
                Standby = options.Standby,
            };
            var time = provider.GetRequiredService<TimeProvider>();
            return new TaskHost(
                settings, RunningTasks.Tasks(pipelines, time), time, provider.GetRequiredService<ILogger<TaskHost>>());
        });
        services.AddSingleton(provider => new TaskTopicCreation(
            RunningTasks.TopicsOfJoins(pipelines),
            [.. RunningTasks.Deduplicated(pipelines).Select(source => source.Topic)],
            provider.GetRequiredService<KafkaConnection>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TaskTopicCreation>>()));
        services.AddHostedService(provider => provider.GetRequiredService<TaskTopicCreation>());
    }

    /// <summary>Sources, and where the stages of joins meet.</summary>
    static IReadOnlyList<string> Topics(IReadOnlyList<Pipeline> pipelines) =>
        [.. RoutingPlan.SourceTopics(pipelines).Union(RunningTasks.Tasks(pipelines, TimeProvider.System).Select(task => task.Topic))];

    static void AddEndpoint(IServiceCollection services, IReadOnlyList<Pipeline> pipelines) => services.AddMassTransit(bus =>
        {
            bus.ConfigureUsageTelemetryOptions(telemetry => telemetry.Enabled = false);
            bus.UsingInMemory();
            bus.AddRider(rider => rider.UsingKafka((context, kafka) =>
                kafka.RecordEndpoint(Topics(pipelines), Groups.Routing, endpoint =>
                {
                    endpoint.TraceBy((in Record record, out Guid uuid) => EventKey.TryReadUuid(record.Key, out uuid));
                    endpoint.UseDeadLetterTopic();
                    Deliver(endpoint, context, hasJoins: RunningTasks.TopicsOfJoins(pipelines).Any());
                })));
        });

    static void Deliver(RecordEndpointConfigurator endpoint, IServiceProvider services, bool hasJoins)
    {
        var options = services.GetRequiredService<RoutingOptions>();
        endpoint.Process<RoutingProcessor>(services);
        endpoint.ExactlyOnce(transaction =>
        {
            transaction.Transactions = options.IsExactlyOnce;
            transaction.CommitInterval = options.CommitInterval;
            transaction.StateFolder = options.StateFolder;
            transaction.InstanceId = options.InstanceId;
        });
        // Unless the connection names one.
        if (hasJoins && !options.IsExactlyOnce && !services.GetRequiredService<KafkaConnection>().Settings.ContainsKey(Linger))
            endpoint.Producer(Linger, LingerOfJoins);
    }
}
