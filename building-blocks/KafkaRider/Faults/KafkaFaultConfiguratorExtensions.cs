using KafkaRider;

namespace MassTransit;

/// <summary>What becomes of records that fail: on an endpoint, or on the rider for all endpoints that do not say otherwise.</summary>
public static class KafkaFaultConfiguratorExtensions
{
    /// <summary>
    /// Chooses what becomes of a record that failed. Default: the most that is configured, retry topics before the dead-letter topic before
    /// <see cref="FaultAction.Skip"/>.
    /// </summary>
    public static void OnFault(this IKafkaFaultConfigurator configurator, FaultAction action) => configurator.Faults.ChosenAction = action;

    /// <summary>Sends dead letters to this topic; it must exist.</summary>
    /// <param name="configurator">Endpoint or rider.</param>
    /// <param name="topic">Default: <see cref="FaultTopics.DeadLetter"/> of the endpoint's group.</param>
    public static void UseDeadLetterTopic(this IKafkaFaultConfigurator configurator, string? topic = null) =>
        configurator.Faults.DeadLetterName = topic is null ? FaultTopics.DeadLetter : _ => topic;

    /// <summary>
    /// Gives failed records further attempts: a copy waits in a topic for each delay while the records behind it go on, and becomes a dead
    /// letter when the last attempt failed too. Key, value and headers are kept; <see cref="FaultHeaders"/> are added. Delays survive
    /// restarts. The topics must exist (<see cref="FaultTopics.Retry"/>); the endpoint reads them itself. Without
    /// <see cref="PreserveKeyOrder"/> records of a key overtake a failed one.
    /// </summary>
    public static void UseRetryTopics(this IKafkaFaultConfigurator configurator, Action<RetryTopicsConfigurator> configure)
    {
        var ladder = new RetryTopicsConfigurator();
        configure(ladder);
        configurator.Faults.ChosenLadder = ladder;
    }

    /// <summary>
    /// Keeps records of a key in order although some are tried again: those behind a failed one wait in the retry topics too, and run once
    /// it succeeded or became a dead letter. Records without a key are not ordered. The retry topics need as many partitions as the topics
    /// of the endpoint, the group needs the range assignor, and a record processor must ask <see cref="IRecordOutput.Waits"/>.
    /// </summary>
    public static void PreserveKeyOrder(this IKafkaFaultConfigurator configurator) => configurator.Faults.ChosenKeyOrder = true;

    /// <summary>
    /// Pauses the endpoint while most attempts fail, as when a dependency is down: no record becomes a dead letter or moves up the retry
    /// topics meanwhile. One attempt at a time finds out, with back-off, when to go on. Failures that the retry topics ignore, and records
    /// that cannot be read, do not count: trying again cannot mend them.
    /// </summary>
    /// <param name="configurator">Endpoint or rider.</param>
    /// <param name="ratio">Share of failed attempts, more than 0 and at most 1.</param>
    /// <param name="window">Time that is looked at.</param>
    /// <param name="minimum">Fewest attempts in it that say anything.</param>
    public static void StopWhen(this IKafkaFaultConfigurator configurator, double ratio, TimeSpan window, int minimum = 20) =>
        configurator.Faults.ChosenStop = new StopRule(ratio, window, minimum);

    /// <summary>
    /// Calls for each dead letter, once its copy is safe. At least once: after a crash perhaps again. An exception is logged and changes
    /// nothing. To work on dead letters, rather than to hear of them, read their topic with an endpoint.
    /// </summary>
    public static void OnDeadLetter(this IKafkaFaultConfigurator configurator, Func<DeadLetterContext, ValueTask> handler) =>
        configurator.Faults.ChosenHandler = handler;
}
