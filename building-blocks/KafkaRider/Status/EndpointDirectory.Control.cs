using Librdkafka;

namespace KafkaRider;

/// <content>Operations by name.</content>
internal sealed partial class EndpointDirectory : IEndpointControl
{
    public void Pause(string endpoint, TopicPartition? partition = null)
    {
        foreach (var found in Find(endpoint)) found.Hold(partition);
    }

    public void Resume(string endpoint, TopicPartition? partition = null)
    {
        foreach (var found in Find(endpoint)) found.Release(partition);
    }

    public Task Seek(string endpoint, TopicPartitionOffset position, CancellationToken cancellationToken = default)
    {
        var found = Find(endpoint);
        return (found.FirstOrDefault(one => one.Owns(position.TopicPartition)) ?? found[0]).Seek(position, cancellationToken);
    }

    public async Task<IReadOnlyList<TopicPartitionOffset>> Seek(
        string endpoint, DateTimeOffset time, TopicPartition? partition = null, CancellationToken cancellationToken = default)
    {
        var found = Find(endpoint);
        if (partition is { } wanted)
            return await (found.FirstOrDefault(one => one.Owns(wanted)) ?? found[0]).Seek(time, wanted, cancellationToken);
        var moved = await Task.WhenAll(found.Select(one => one.Seek(time, null, cancellationToken)));
        return [.. moved.SelectMany(positions => positions)];
    }

    public Task Stop(string endpoint, CancellationToken cancellationToken = default) =>
        Task.WhenAll(Find(endpoint).Select(found => found.Switch(on: false, cancellationToken)));

    public Task Start(string endpoint, CancellationToken cancellationToken = default) =>
        Task.WhenAll(Find(endpoint).Select(found => found.Switch(on: true, cancellationToken)));

    List<RecordEndpoint> Find(string name)
    {
        var all = Volatile.Read(ref monitors);
        List<RecordEndpoint> found = [.. all.Where(monitor => monitor.Name == name).Select(monitor => monitor.Endpoint!)];
        if (found.Count > 0) return found;
        var names = string.Join(", ", all.Select(monitor => monitor.Name).Distinct());
        throw new KeyNotFoundException($"There is no endpoint '{name}'. There are: {names}.");
    }
}
