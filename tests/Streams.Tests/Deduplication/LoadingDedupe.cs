using System.Text;

namespace Streams.Tests;

/// <summary>Dedupe as files say it.</summary>
public class LoadingDedupe
{
    const string Yaml = """
        sources:
          - id: events
            topic: raw
            dedupe: { by: id, keep: 24h }
          - { id: others, topic: other }
        filters:
          - id: it
            name: It
            source: events
            consumerId: someone
            outputTopic: somewhere
            enabled: true
            status: active
            conditions: [{ field: event_type, operator: isNotNull }]
        """;

    [Fact]
    public void A_source_says_which_of_its_records_repeat_others()
    {
        var sources = Conditions.Read(Yaml).Sources;

        sources[0].Dedupe.ShouldBe(new Dedupe(Field.Id, TimeSpan.FromHours(24)));
        sources[1].Dedupe.ShouldBeNull();
    }

    [Theory]
    [InlineData("by: id, ", "", "4:13", "F006", "a dedupe needs 'by'")]
    [InlineData(", keep: 24h", "", "4:13", "F006", "a dedupe needs 'keep'")]
    [InlineData("by: id", "by: event_tpye", "4:19", "F011", "did you mean 'event_type'?")]
    [InlineData("by: id", "by: \"entities[*].id\"", "4:19", "F011", "write entity.id")]
    [InlineData("keep: 24h", "keep: 24h, kept: 1h", "4:34", "F004", "did you mean 'keep'?")]
    [InlineData("keep: 24h", "keep: 500ms", "4:29", "F008", "'keep' of a dedupe is 500ms; it may be from 00:00:01 to 30.00:00:00")]
    [InlineData("keep: 24h", "keep: 31d", "4:29", "F008", "to 30.00:00:00")]
    [InlineData("keep: 24h", "keep: a day", "4:29", "F008", "write it like 500ms, 5s")]
    [InlineData("{ by: id, keep: 24h }", "id", "4:13", "F007", "'dedupe' is a mapping with 'by' and 'keep', not 'id'")]
    [InlineData("topic: raw", "topic: raw\n    kind: table", "5:13", "F013", "leave 'dedupe' out")]
    [InlineData("topic: raw\n    dedupe: { by: id,", "topic: raw\n    format: event\n    dedupe: { by: __op,", "5:19", "F011",
        "'__op' is added by captures")]
    [InlineData("topic: other", "topic: raw", "5:5", "F008",
        "'events', which reads 'raw' too, dedupes it by id, kept for 1.00:00:00: a topic is read once, so its sources say the same "
        + "(line 2)")]
    [InlineData("topic: other", "topic: raw, dedupe: { by: id, keep: 1h }", "5:39", "F008", "dedupes it by id, kept for 1.00:00:00")]
    [InlineData("topic: other", "topic: raw, dedupe: { by: entity.id, keep: 24h }", "5:39", "F008", "its sources say the same")]
    [InlineData("topic: raw", $"topic: a{Hundred}{Hundred}", "3:12", "F003", "at most 200 with 'dedupe'")]
    public void Mistakes_are_named_with_their_place_and_the_way_out(string right, string wrong, string place, string code, string message)
    {
        Yaml.ShouldContain(right);

        var reading = PipelineFile.Parse("pipeline.yaml", Encoding.UTF8.GetBytes(Yaml.Replace(right, wrong)));

        var problem = reading.Problems.ShouldHaveSingleItem();
        ($"{problem.Line}:{problem.Column}", problem.Code).ShouldBe((place, code));
        problem.Message.ShouldContain(message);
    }

    [Fact]
    public void Sources_of_one_topic_in_different_files_say_the_same()
    {
        using var folder = new TemporaryFiles();
        folder.Write("a.yaml", Yaml);
        folder.Write("b.yaml", Yaml.Replace("id: it", "id: b").Replace("24h", "1d"));
        PipelineFolder.Read(folder.Path).Problems.ShouldBeEmpty();

        folder.Write("b.yaml", Yaml.Replace("id: it", "id: b").Replace("24h", "2d").Replace(": events", ": all"));

        var problem = PipelineFolder.Read(folder.Path).Problems.ShouldHaveSingleItem();
        (Path.GetFileName(problem.File), problem.Code).ShouldBe(("b.yaml", "F008"));
        problem.Message.ShouldStartWith("source 'all': in ");
        problem.Message.ShouldContain("a.yaml 'events', which reads 'raw' too, dedupes it by id, kept for 1.00:00:00");
    }

    [Fact]
    public void State_of_joins_is_the_same_with_and_without()
    {
        var join = Joins.Of(JoinKind.Left, isMutable: true);
        var source = join.Many.Source with { Dedupe = new Dedupe(Field.Id, TimeSpan.FromDays(1)) };
        var deduplicated = join with { Many = join.Many with { Source = source } };

        JoinTasks.Of("p", deduplicated, TimeProvider.System).Select(task => task.Fingerprint)
            .ShouldBe(JoinTasks.Of("p", join, TimeProvider.System).Select(task => task.Fingerprint));
        // As it was before there was dedupe: state that is out there stays usable.
        JoinTasks.Of("p", join, TimeProvider.System)[0].Fingerprint
            .ShouldBe("6d09d5f5e0c4294e0467223e06de8d05f88a37373c25e1d715bdde817f1d9a65");
    }

    [Fact]
    public void State_of_ids_depends_on_what_is_an_id_and_not_on_how_long_it_is_kept()
    {
        var source = new Source("events", "raw") { Dedupe = new Dedupe(Field.Id, TimeSpan.FromDays(1)) };
        var task = DedupeTasks.Of(source, "app");

        (task.Topic, task.Store).ShouldBe(("raw", "raw-seen"));
        DedupeTasks.Of(source with { Dedupe = source.Dedupe with { Keep = TimeSpan.FromDays(2) } }, "app").Fingerprint
            .ShouldBe(task.Fingerprint);
        DedupeTasks.Of(source with { Dedupe = source.Dedupe with { By = Field.EventName } }, "app").Fingerprint
            .ShouldNotBe(task.Fingerprint);
        task.WayOut.ShouldContain("delete the topic 'app-raw-seen-changelog'");
    }

    const string Hundred =
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789";

    sealed class TemporaryFiles : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("dedupe-").FullName;

        public void Write(string file, string text) => File.WriteAllText(System.IO.Path.Combine(Path, file), text);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
