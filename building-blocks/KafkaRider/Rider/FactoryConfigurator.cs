using Confluent.Kafka;
using MassTransit;
using MassTransit.Observables;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KafkaRider;

/// <summary>Collects what the user configures, then builds the rider.</summary>
internal sealed partial class FactoryConfigurator(IRiderRegistrationContext context, Dictionary<string, string> connection)
    : IKafkaFactoryConfigurator, ISpecification
{
    readonly List<RecordEndpointConfigurator> recordEndpoints = [];
    readonly ReceiveEndpointObservable endpointObservers = new();
    readonly SendObservable sendObservers = new();
    Action<ISendPipeConfigurator>? configureSend;
    bool hostIsSet;

    internal ClientConfig Client { get; } = new(connection);

    public void Host(IReadOnlyList<string> servers, Action<IKafkaHostConfigurator>? configure = null)
    {
        if (servers.Count == 0) throw new ArgumentException("Name at least one broker as host:port.", nameof(servers));
        if (hostIsSet) throw new ConfigurationException("Host is set twice; name all brokers in one call.");
        hostIsSet = true;
        Client.BootstrapServers = string.Join(',', servers);
        configure?.Invoke(new HostConfigurator(Client));
    }

    public void ConfigureApi(Action<IKafkaApiConfigurator> configure) => configure(new ApiConfigurator(Client));

    public void ConfigureSocket(Action<IKafkaSocketConfigurator> configure) => configure(new SocketConfigurator(Client));

    public void ConfigureSend(Action<ISendPipeConfigurator> callback) => configureSend += callback;

    public ConnectHandle ConnectSendObserver(ISendObserver observer) => sendObservers.Connect(observer);

    public ConnectHandle ConnectReceiveEndpointObserver(IReceiveEndpointObserver observer) => endpointObservers.Connect(observer);

    public void AddRecordEndpoint(RecordEndpointConfigurator endpoint) => recordEndpoints.Add(endpoint);

    public IEnumerable<ValidationResult> Validate()
    {
        if (string.IsNullOrWhiteSpace(Client.BootstrapServers))
            yield return this.Failure("BootstrapServers", "is not set: set Kafka__BootstrapServers, or call Host");
        foreach (var problem in recordEndpoints.SelectMany(endpoint => endpoint.Problems()))
            yield return this.Failure("RecordEndpoint", problem);
        foreach (var name in recordEndpoints.CountBy(endpoint => endpoint.Name).Where(pair => pair.Value > 1))
            yield return this.Failure("RecordEndpoint", $"{name.Key} is configured {name.Value} times; one endpoint for a topic and group");
    }

    internal Rider Build(IBusInstance bus)
    {
        var directory = context.GetRequiredService<EndpointDirectory>();
        var settings = ClientSettings.Entries(Client);
        var loggers = context.GetRequiredService<ILoggerFactory>();
        var time = context.GetRequiredService<TimeProvider>();
        var endpoints = recordEndpoints.ConvertAll(endpoint => new RecordEndpoint(endpoint, settings, directory, loggers, time));
        return new Rider(endpoints);
    }
}
