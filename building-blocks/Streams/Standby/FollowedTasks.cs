using System.Diagnostics.CodeAnalysis;
using Librdkafka;
using Microsoft.Extensions.Logging;

namespace Streams;

/// <summary>The tasks that can be followed: of each definition as many as its changelog has partitions. For the standby's thread.</summary>
sealed class FollowedTasks(
    TaskSettings settings, IEnumerable<TaskDefinition> definitions, Func<TopicPartition, StateTask> open, TimeProvider time, ILogger logger)
{
    readonly List<(TaskDefinition Definition, Retries Retries)> unknown =
        [.. definitions.Select(definition => (definition, new Retries(time)))];

    readonly Dictionary<TopicPartition, FollowedTask> tasks = [];

    public IReadOnlyCollection<FollowedTask> All => tasks.Values;

    /// <summary>The task of a changelog's partition.</summary>
    public bool TryGet(TopicPartition changelog, [MaybeNullWhen(false)] out FollowedTask task) => tasks.TryGetValue(changelog, out task);

    /// <summary>Asks for the partitions of changelogs that are not known yet. Blocks.</summary>
    public void Discover(CancellationToken cancellationToken)
    {
        foreach (var (definition, retries) in unknown.FindAll(store => store.Retries.IsDue))
        {
            var changelog = JoinNames.Changelog(settings.Application, definition.Store);
            try
            {
                var partitions = Blocking.Wait(() => StateTopics.Partitions(settings.Connection, changelog, cancellationToken));
                for (var partition = 0; partition < partitions; partition++) Add(definition, new TopicPartition(changelog, partition));
                unknown.RemoveAll(store => store.Definition == definition);
                if (retries.Succeeded()) Log.FollowedAgain(logger, changelog);
            }
            catch (KafkaException failure)
            {
                if (retries.Failed()) Log.NotFollowed(logger, changelog, failure.Message);
            }
        }
    }

    void Add(TaskDefinition definition, TopicPartition changelog)
    {
        var input = new TopicPartition(definition.Topic, changelog.Partition);
        tasks[changelog] = new FollowedTask(changelog, () => open(input), time, logger);
    }
}
