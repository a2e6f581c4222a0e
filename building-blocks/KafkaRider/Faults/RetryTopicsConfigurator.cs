namespace KafkaRider;

/// <summary>A retry ladder: the delays that a failed record waits for, one after the other, each in a topic of its own.</summary>
public sealed class RetryTopicsConfigurator
{
    readonly List<Func<Exception, bool>> ignored = [];

    internal IReadOnlyList<TimeSpan> Waits { get; private set; } = [];

    internal Func<string, TimeSpan, string> Name { get; private set; } = FaultTopics.Retry;

    /// <summary>How long a record waits before each further attempt. After the last of them it is a dead letter.</summary>
    /// <param name="delays">At least one, each more than zero. A delay may repeat: those share a topic.</param>
    public RetryTopicsConfigurator Delays(params IReadOnlyList<TimeSpan> delays)
    {
        Waits = [.. delays];
        return this;
    }

    /// <summary>Failures that no later attempt can mend: the exception, or one inside it, is of this type. Their records go straight to
    /// the dead letters.</summary>
    public RetryTopicsConfigurator Ignore<TException>()
        where TException : Exception => Ignore(exception => exception is TException);

    /// <summary>The same by a rule, which is asked for the exception and each one inside it.</summary>
    public RetryTopicsConfigurator Ignore(Func<Exception, bool> rule)
    {
        ignored.Add(rule);
        return this;
    }

    /// <summary>Names the topics. Default: <see cref="FaultTopics.Retry"/>.</summary>
    /// <param name="name">From consumer group and delay. Other delays must have other names.</param>
    public RetryTopicsConfigurator Topics(Func<string, TimeSpan, string> name)
    {
        Name = name;
        return this;
    }

    internal bool Ignores(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (ignored.Exists(rule => rule(cause))) return true;
            if (cause is AggregateException all && all.InnerExceptions.Any(Ignores)) return true;
        }

        return false;
    }
}
