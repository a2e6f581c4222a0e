using System.Text;

namespace Streams.Tests;

/// <summary>Files of cases: what they may say, what an event in them becomes, and that routing passes over them.</summary>
public class Cases
{
    [Theory]
    [InlineData("{ id: a, n: 1.50e3, t: true, z: null, e: , s: '5', y: yes, l: [1, x] }",
        """{"id":"a","n":1.50e3,"t":true,"z":null,"e":null,"s":"5","y":"yes","l":[1,"x"]}""")]
    [InlineData("{ n: 007, h: 0x1F, i: .inf, d: 2026-01-31T00:00:00Z }",
        """{"n":"007","h":"0x1F","i":".inf","d":"2026-01-31T00:00:00Z"}""")]
    [InlineData("{ a: 1, a: 2 }", """{"a":1,"a":2}""")]
    [InlineData("{ event_data: { x: \"é\\n\" } }", """{"event_data":"{\"x\":\"é\\n\"}"}""")]
    [InlineData("{ event_data: plain }", """{"event_data":"plain"}""")]
    [InlineData("'{\"a\": '", """{"a": """)]
    [InlineData("12", "12")]
    public void A_given_event_becomes_the_bytes_of_a_record(string given, string record) =>
        Encoding.UTF8.GetString(Read($"tests: [{{ name: n, filter: it, expect: match, given: {given} }}]").Cases[0].Given).ShouldBe(record);

    [Theory]
    [InlineData("[]", "F007", "a file of cases is a mapping")]
    [InlineData("test: []", "F004", "did you mean 'tests'?")]
    [InlineData("tests: []", "F007", "at least one case")]
    [InlineData("tests: [x]", "F007", "a case is a mapping with name, filter, given, expect")]
    [InlineData("tests: [{ name: n, filter: it, expect: match }]", "F006", "needs 'given'")]
    [InlineData("tests: [{ name: n, filter: its, given: {}, expect: match }]", "F010", "did you mean 'it'?")]
    [InlineData("tests: [{ name: n, filter: it, given: {}, expect: nomatch }]", "F008", "did you mean 'noMatch'?")]
    [InlineData("tests: [{ name: n, filter: it, given: { a: \"\\uD800\" }, expect: match }]", "F002", "surrog")]
    [InlineData("tests: [{ name: n, filter: it, given: {}, expect: match }, { name: n, filter: it, given: {}, expect: match }]",
        "F009", "'n'")]
    [InlineData("tests: [{ name: n, filter: it, given: &a {}, expect: match }]", "F002", "anchors")]
    public void What_is_wrong_is_a_problem_with_code_and_fix(string yaml, string code, string message)
    {
        var reading = Read(yaml);

        reading.Cases.ShouldBeEmpty();
        reading.Problems.ShouldContain(problem => problem.Code == code && problem.Message.Contains(message));
    }

    [Fact]
    public void Too_many_cases_are_refused()
    {
        var yaml = "tests:\n" + string.Concat(Enumerable.Range(0, PipelineLimits.MaxCases + 1)
            .Select(number => $"  - {{ name: n{number}, filter: it, given: {{}}, expect: match }}\n"));

        Read(yaml).Problems.ShouldHaveSingleItem().Code.ShouldBe(ProblemCodes.TooMuch);
    }

    [Fact]
    public void A_folder_of_pipelines_passes_over_cases()
    {
        var folder = Directory.CreateTempSubdirectory("streams-tests-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "p.yaml"), Conditions.Yaml("{ field: id, operator: isNull }", "it"));
            File.WriteAllText(Path.Combine(folder, "p.tests.yaml"), "tests: []");
            File.WriteAllText(Path.Combine(folder, "q.tests.JSON"), "nothing");

            var reading = PipelineFolder.Read(folder);

            reading.Problems.ShouldBeEmpty();
            reading.Pipelines.ShouldHaveSingleItem();
            CaseFile.Of(Path.Combine(folder, "p.yaml")).ShouldBe([Path.Combine(folder, "p.tests.yaml")]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Mutated_files_are_read_or_refused_with_a_place()
    {
        var whole = """
            # Cases
            tests:
              - { name: "one\u0041", filter: it, given: { id: 1.5, event_data: { a: [~, true] } }, expect: match }
              - name: two
                filter: it
                given: '{"id":"x"}'
                expect: noMatch
            """u8.ToArray();
        var random = new Random(20_260_131);
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = whole[..random.Next(whole.Length + 1)];
            for (var change = 0; change < 3 && bytes.Length > 0; change++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(random.Next(2) == 0 ? 128 : 256);

            var reading = CaseFile.Parse("p.tests.yaml", bytes, null);

            (reading.Cases.Count > 0).ShouldBe(reading.Problems.Count == 0);
            reading.Problems.ShouldAllBe(problem => problem.Line >= 1 && problem.Column >= 1);
        }
    }

    static CaseReading Read(string yaml) =>
        CaseFile.Parse("p.tests.yaml", Encoding.UTF8.GetBytes(yaml), [Conditions.Filter("{ field: id, operator: isNull }")]);
}
