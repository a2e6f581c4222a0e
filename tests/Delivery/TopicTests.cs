using Contracts;
using KafkaRider;

namespace Delivery;

public sealed class TopicTests
{
    [Fact]
    public void The_platform_makes_the_topics_that_the_rider_uses()
    {
        var topics = Topics.All.ToDictionary(topic => topic.Name);

        foreach (var group in Groups.All) topics.Keys.ShouldContain(FaultTopics.DeadLetter(group));
        foreach (var group in Groups.Views)
            foreach (var delay in Limits.RetryDelays)
                topics.Keys.ShouldContain(FaultTopics.Retry(group, delay));
    }

    [Fact]
    public void What_failed_is_kept_by_the_brokers_clock_and_in_partitions_like_its_source()
    {
        var failed = Topics.All.Where(topic => topic.Name.Contains("-retry-") || topic.Name.EndsWith("-dead-letter")).ToList();

        failed.Count.ShouldBe(Groups.Views.Count * Limits.RetryDelays.Count + Groups.All.Count);
        failed.ShouldAllBe(topic => topic.Timestamps == Contracts.TimestampType.LogAppendTime);
        failed.ShouldAllBe(topic => topic.Partitions == Topics.EventPartitions && topic.CleanUp == CleanUp.Delete);
    }

    [Theory]
    [InlineData(500, "500ms")]
    [InlineData(5_000, "5s")]
    [InlineData(90_000, "90s")]
    [InlineData(300_000, "5m")]
    [InlineData(3_600_000, "1h")]
    [InlineData(172_800_000, "2d")]
    public void Platform_and_rider_write_a_delay_alike(int milliseconds, string text)
    {
        var delay = TimeSpan.FromMilliseconds(milliseconds);

        Topics.Retry("group", delay).ShouldBe($"group-retry-{text}");
        FaultTopics.Retry("group", delay).ShouldBe($"group-retry-{text}");
    }
}
