using System.Text;
using System.Text.RegularExpressions;
using MassTransit;
using MassTransit.Middleware;

namespace Streams;

/// <summary>What can be told of a saga before its first message.</summary>
static partial class SagaChecks
{
    const long FewestMemoryBytes = 16 * 1024 * 1024;

    /// <summary><c>order-state</c> of <c>OrderState</c>.</summary>
    public static string StoreName(Type saga)
    {
        var name = new StringBuilder();
        foreach (var letter in saga.Name.TakeWhile(letter => letter != '`'))
        {
            if (char.IsUpper(letter) && name.Length > 0) name.Append('-');
            name.Append(char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-');
        }

        return name.ToString();
    }

    public static IEnumerable<string> Problems<TSaga>(FasterSagaOptions options, string store, IServiceProvider services)
        where TSaga : class, ISaga
    {
        var name = typeof(TSaga).Name;
        if (string.IsNullOrWhiteSpace(options.Folder))
            yield return $"FasterRepository of {name} has no Folder: name one that outlives the process and is this instance's alone";
        if (!StorePattern().IsMatch(store))
            yield return $"FasterRepository of {name}: the store '{store}' has other letters than a-z, 0-9 and hyphens";
        if (options.CheckpointInterval <= TimeSpan.Zero)
            yield return $"FasterRepository of {name}: CheckpointInterval is {options.CheckpointInterval}, more than zero is needed";
        if (options.MemoryBytes < FewestMemoryBytes)
            yield return $"FasterRepository of {name}: MemoryBytes is {options.MemoryBytes}, at least {FewestMemoryBytes} are needed";
        foreach (var problem in OfType(typeof(TSaga), options)) yield return $"{name} {problem}";
        foreach (var problem in OfStateMachine(typeof(TSaga), services)) yield return problem;
    }

    static IEnumerable<string> OfType(Type saga, FasterSagaOptions options)
    {
        foreach (var property in saga.GetProperties().Where(property => property.PropertyType == typeof(MassTransit.State)))
            yield return $"has {property.Name} of type State, which is not data: make it a string or an int and name it in InstanceState";
        if (saga.GetInterfaces().Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Observes<,>)))
            yield return "observes messages by an expression, and FasterRepository finds instances by their correlation id only";
        if (Unserializable(saga, options) is { } why) yield return $"cannot become JSON: {why}";
    }

    static string? Unserializable(Type saga, FasterSagaOptions options)
    {
        try
        {
            options.Json.MakeReadOnly(populateMissingResolver: true);
            options.Json.GetTypeInfo(saga).MakeReadOnly();
            return null;
        }
        catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException)
        {
            return exception.Message;
        }
    }

    static IEnumerable<string> OfStateMachine(Type saga, IServiceProvider services)
    {
        if (!typeof(SagaStateMachineInstance).IsAssignableFrom(saga)) yield break;
        var machine = services.GetService(typeof(SagaStateMachine<>).MakeGenericType(saga));
        if (machine is null) yield break;
        var type = machine.GetType();
        foreach (var property in type.GetProperties())
        {
            if (Is(property.PropertyType, typeof(Schedule<,>)))
                yield return $"{type.Name}.{property.Name}: FasterRepository has no timers: schedule elsewhere, let a message tell when";
            if (Is(property.PropertyType, typeof(Request<,,>)) || Is(property.PropertyType, typeof(Request<,,,>)))
                yield return $"{type.Name}.{property.Name}: no response comes back to a topic: produce the request, consume its answer";
        }

        var correlations = type.GetProperty(nameof(SagaStateMachine<>.Correlations))!;
        foreach (var correlation in ((IEnumerable<EventCorrelation>)correlations.GetValue(machine)!).Where(IsQuery))
        {
            yield return $"{type.Name} finds the instance of {correlation.DataType.Name} by a query, and FasterRepository finds instances "
                + "by their correlation id only: CorrelateById(context => …)";
        }
    }

    /// <summary>Whether the correlation makes MassTransit's filter for queries; made without what it would run on, never used.</summary>
    static bool IsQuery(EventCorrelation correlation)
    {
        var typed = correlation.GetType().GetInterfaces().First(type => Is(type, typeof(EventCorrelation<,>)));
        var factory = typed.GetProperty(nameof(EventCorrelation<,>.FilterFactory))!.GetValue(correlation) as Delegate;
        return factory?.DynamicInvoke(null, null, null) is { } filter && Is(filter.GetType(), typeof(QuerySagaFilter<,>));
    }

    static bool Is(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    [GeneratedRegex("^[a-z0-9][a-z0-9-]*$")]
    private static partial Regex StorePattern();
}
