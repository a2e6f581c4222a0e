using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MassTransit.Testing;

/// <summary>Prepares the topics of a test when the harness starts, before the bus does.</summary>
/// <param name="adminClient">The cluster.</param>
/// <param name="options">What to do.</param>
public class KafkaTestHarnessHostedService(IAdminClient adminClient, IOptions<KafkaTestHarnessOptions> options) : IHostedService
{
    /// <inheritdoc/>
    /// <exception cref="CreateTopicsException">A topic could not be created for another reason than being there already.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var wanted = options.Value;
        if (wanted.TopicNames.Count == 0) return;
        if (wanted.CleanTopicsOnStart) await Delete(wanted.TopicNames);
        if (wanted.CreateTopicsIfNotExists) await Create(wanted);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task Delete(IReadOnlyList<string> topics)
    {
        try
        {
            await adminClient.DeleteTopicsAsync(topics);
        }
        catch (DeleteTopicsException exception) when (OnlyFor(
            exception.Results.Select(result => result.Error), ErrorCode.UnknownTopicOrPart))
        {
            // What is not there need not be deleted.
        }
    }

    async Task Create(KafkaTestHarnessOptions wanted)
    {
        try
        {
            await adminClient.CreateTopicsAsync(wanted.TopicNames.Select(topic => new TopicSpecification
            {
                Name = topic,
                NumPartitions = wanted.Partitions,
                ReplicationFactor = wanted.Replicas,
            }));
        }
        catch (CreateTopicsException exception) when (OnlyFor(
            exception.Results.Select(result => result.Error), ErrorCode.TopicAlreadyExists))
        {
            // It is left as it is.
        }
    }

    static bool OnlyFor(IEnumerable<Error> errors, ErrorCode expected) =>
        errors.All(error => error.Code == ErrorCode.NoError || error.Code == expected);
}
