namespace Librdkafka;

/// <summary>A consumer group of the cluster.</summary>
/// <param name="Name">Its id.</param>
/// <param name="State">
/// Kafka's word: <c>Stable</c>, <c>Empty</c>, <c>PreparingRebalance</c>, <c>CompletingRebalance</c>, <c>Dead</c>; <c>Unknown</c> where
/// the library does not know it.
/// </param>
public sealed record GroupListing(string Name, string State);

/// <summary>A consumer group and its members.</summary>
/// <param name="Name">Its id.</param>
/// <param name="State">As in <see cref="GroupListing"/>; <c>Dead</c> for a group that does not exist.</param>
/// <param name="Assignor">How partitions are shared, for example <c>range</c>; empty without members.</param>
/// <param name="Members">Who is in it now.</param>
public sealed record GroupDescription(string Name, string State, string Assignor, IReadOnlyList<GroupMember> Members);

/// <summary>A member of a consumer group.</summary>
/// <param name="Id">The id that the coordinator gave it.</param>
/// <param name="ClientId">Its <c>client.id</c>.</param>
/// <param name="InstanceId">Its <c>group.instance.id</c>; null for a dynamic member.</param>
/// <param name="Host">Its address as the broker sees it.</param>
/// <param name="Partitions">What it owns.</param>
public sealed record GroupMember(string Id, string ClientId, string? InstanceId, string Host, IReadOnlyList<TopicPartition> Partitions);
