using System.Collections.Concurrent;
using KafkaRider;

namespace Streams.Tests;

/// <summary>What messages of one batch see of one another's changes.</summary>
public class BatchesOfSagas
{
    static readonly Guid Instance = new(1, 0, 0, new byte[8]);

    [Fact]
    public void An_attempt_sees_nothing_of_the_attempts_before_it_and_its_own_changes_to_the_end()
    {
        var (changes, message) = (new SagaChanges(), new Message("key"));
        changes.Put(changes.Begin(message, typeof(string), attempt: 0), Instance, [1]);

        var same = changes.Begin(message, typeof(string), attempt: 0);
        changes.TryFind(same, Instance, out var own).ShouldBeTrue();
        var second = changes.Begin(message, typeof(string), attempt: 1);

        own.ShouldBe([1]);
        changes.TryFind(second, Instance, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_message_sees_what_succeeded_before_it_and_only_that()
    {
        var changes = new SagaChanges();
        var (succeeded, failed) = (new Message("key") { HasSucceeded = true }, new Message("key"));
        changes.Put(changes.Begin(succeeded, typeof(string), attempt: 0), Instance, [1]);
        changes.Put(changes.Begin(failed, typeof(string), attempt: 0), Instance, [2]);

        var reader = changes.Begin(new Message("key"), typeof(string), attempt: 0);

        changes.TryFind(reader, Instance, out var value).ShouldBeTrue();
        value.ShouldBe([1]);
        changes.IsOfOtherKey(reader, Instance).ShouldBeFalse();
        changes.IsOfOtherKey(changes.Begin(new Message("other"), typeof(string), attempt: 0), Instance).ShouldBeTrue();
    }

    sealed class Message(string key) : IEnlistedMessage
    {
        public ReadOnlyMemory<byte>? Key { get; } = System.Text.Encoding.UTF8.GetBytes(key);

        public bool HasSucceeded { get; init; }

        public ConcurrentDictionary<object, object> Batch { get; } = new();

        public void WhenIncluded(object owner, Action change)
        {
        }
    }
}
