namespace Conventions;

/// <summary>Each rule finds what it is for, and names the place.</summary>
public sealed class RuleTests
{
    static string[] Findings<TRule>(params (string Path, string Text)[] files) where TRule : IRule, new() =>
        [.. new TRule().Check(Repository.Of(files)).Select(finding => finding.ToString())];

    static (string Path, string Text) Project(string path, params string[] references)
    {
        var items = references.Select(name => $"<ProjectReference Include=\"../{name}/{name}.csproj\" />");
        return (path, $"<Project>\n<ItemGroup>\n{string.Join('\n', items)}\n</ItemGroup>\n</Project>\n");
    }

    [Fact]
    public void A_stray_file_or_folder_in_the_root() =>
        Findings<RootEntries>(("notes.md", ""), ("docs/a.md", ""), ("services/cars/Car.cs", ""), ("run", ""), (".ci/run", ""))
            .ShouldBe(["notes.md:1: error: the root holds no other files, move it into one of "
                + "services, building-blocks, tests, compose, schemas, eng, .ci, .github",
                "docs:1: error: the root holds no other folders, move it into one of "
                + "services, building-blocks, tests, compose, schemas, eng, .ci, .github"], ignoreOrder: true);

    [Fact]
    public void A_reference_that_the_table_does_not_allow()
    {
        Findings<ProjectReferences>(Project("services/cars/Cars.csproj", "Contracts", "KafkaRider"))
            .ShouldBe(["services/cars/Cars.csproj:4: error: Cars may not reference KafkaRider, "
                + "use only Contracts, Outbox, ServiceDefaults, Schemas"]);
        Findings<ProjectReferences>(Project("services/routing/Routing.csproj", "Cars"))
            .ShouldHaveSingleItem().ShouldContain("reference Cars");
        Findings<ProjectReferences>(Project("building-blocks/New/New.csproj")).ShouldHaveSingleItem().ShouldContain("is not in the table");
        Findings<ProjectReferences>(Project("tests/Cars.Tests/Cars.Tests.csproj", "Cars")).ShouldBeEmpty();
    }

    [Fact]
    public void A_producer_that_could_reach_Kafka()
    {
        static string[] Check(string item) =>
            Findings<PackageReferences>(("services/cars/Cars.csproj", $"<Project><ItemGroup>\n{item}\n</ItemGroup></Project>"));

        Check("<PackageReference Include=\"MassTransit\" />").ShouldHaveSingleItem().ShouldContain("Cars.csproj:2:");
        Check("<PackageDownload Include=\"Confluent.Kafka\" />").Length.ShouldBe(1);
        Check("<PackageReference Include=\"Npgsql\" Version=\"1\" />").ShouldHaveSingleItem().ShouldContain("version of its own");
        Check("<PackageReference Include=\"Npgsql\" />").ShouldBeEmpty();
    }

    [Fact]
    public void A_consumer_that_has_not_joined_the_delivery_suite()
    {
        var consumer = Project("services/bike-consumer/BikeConsumer.csproj");
        var joined = ("tests/Delivery/BikeConsumerDelivery.cs", "class A() : ConsumerPromises(new(BikeConsumer.Service.Build));");

        Findings<ConsumerPromises>(consumer, Project("services/cars/Cars.csproj"))
            .ShouldHaveSingleItem().ShouldContain("tests/Delivery/BikeConsumerDelivery.cs");
        Findings<ConsumerPromises>(consumer, joined).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_a_program_a_function_or_a_line_that_is_too_long()
    {
        static string Lines(int count) => string.Concat(Enumerable.Repeat("\n", count - 1)) + "// end\n";

        static string[] Check(string text) => Findings<Sizes>(("services/a/A.cs", text));

        Check(Lines(301)).ShouldHaveSingleItem().ShouldStartWith("services/a/A.cs:301:");
        Check(Lines(300)).ShouldBeEmpty();
        Findings<Sizes>(("services/a/Program.cs", Lines(31))).Length.ShouldBe(1);
        Check($"\n// {new string('x', 140)}\n").ShouldHaveSingleItem().ShouldContain("A.cs:2: error: the line has 143");
        Check($"class A\n{{\n    void B()\n    {{{Lines(70)}    }}\n}}\n").ShouldHaveSingleItem().ShouldContain("A.cs:3:");
        Findings<Sizes>(("tests/a/goldens/A.cs", Lines(301))).ShouldBeEmpty();
    }

    [Fact]
    public void A_name_that_says_nothing()
    {
        Findings<Names>(("services/a/Orders.cs", "\nclass OrderManager;\nenum TopicHelper { A }\nclass Base64;\n")).Length.ShouldBe(2);
        Findings<Names>(("services/a/Orders.cs", "\nclass OrderManager;"))
            .ShouldHaveSingleItem().ShouldStartWith("services/a/Orders.cs:2:");
        Findings<Names>(("services/a/StringUtils.cs", "")).ShouldHaveSingleItem().ShouldContain("…Utils");
    }

    [Fact]
    public void A_namespace_that_is_not_its_project()
    {
        var project = Project("services/cars/Cars.csproj");

        Findings<Namespaces>(project, ("services/cars/Car.cs", "\nnamespace Company.Cars;")).ShouldBe(
            ["services/cars/Car.cs:2: error: the namespace is Company.Cars, use Cars"]);
        Findings<Namespaces>(project, ("services/cars/Car.cs", "namespace Cars;"), ("services/cars/A/B.cs", "namespace Cars.A;"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_leftover() =>
        Findings<Leftovers>(("services/a/A.cs", "\n// TO" + "DO later\n"))
            .ShouldBe(["services/a/A.cs:2: error: leftover TO" + "DO, finish it or open an issue"]);

    [Theory]
    [InlineData("// var x = Read(y);", true)]
    [InlineData("// await Send();", true)]
    [InlineData("// The rest follows in order;", false)]
    [InlineData("// Dispose() runs once: the handle is gone then.", false)]
    [InlineData("/// <c>x = 1;</c>", false)]
    public void Commented_out_code(string comment, bool found) =>
        (Findings<CommentedOutCode>(("services/a/A.cs", $"class A\n{{\n    {comment}\n    int b;\n}}\n")).Length == 1).ShouldBe(found);

    [Fact]
    public void A_byte_order_mark_a_carriage_return_and_a_missing_end()
    {
        Findings<TextEncoding>(("services/a/A.cs", "\uFEFFclass A;\n")).ShouldHaveSingleItem().ShouldContain("byte order mark");
        Findings<TextEncoding>(("services/a/A.cs", "a\nb\r\n")).ShouldHaveSingleItem().ShouldStartWith("services/a/A.cs:2:");
        Findings<TextEncoding>(("services/a/A.cs", "a\nb")).ShouldHaveSingleItem().ShouldStartWith("services/a/A.cs:2:");
        Findings<TextEncoding>(("tests/a/samples/b.json", "{}"), ("services/a/A.cs", "a\n"), ("compose/logo.png", "x\r")).ShouldBeEmpty();
    }

    [Fact]
    public void A_project_that_the_solution_does_not_list_or_that_is_gone()
    {
        var solution = ("Services.sln", "\nProject(\"{1}\") = \"Cars\", \"services\\cars\\Cars.csproj\", \"{2}\"\n");

        Findings<Solution>(solution, Project("services/cars/Cars.csproj")).ShouldBeEmpty();
        Findings<Solution>(solution).ShouldHaveSingleItem().ShouldStartWith("Services.sln:2:");
        Findings<Solution>(solution, Project("services/cars/Cars.csproj"), Project("tests/A/A.csproj"))
            .ShouldBe(["tests/A/A.csproj:1: error: Services.sln does not list it, use 'dotnet sln add tests/A/A.csproj'"]);
    }

    [Fact]
    public void A_service_without_compose_file_workflow_or_README_row()
    {
        (string, string)[] whole =
        [
            ("services/cars/Car.cs", ""), ("compose/cars.yaml", ""), (".github/workflows/cars.yml", ""),
            ("README.md", "| [cars](services/cars) | x |\n"),
        ];

        Findings<ServiceParts>(whole).ShouldBeEmpty();
        Findings<ServiceParts>(whole[0]).Length.ShouldBe(3);
        Findings<ServiceParts>([.. whole, ("services/car/A.cs", "")]).Length.ShouldBe(3);
    }

    [Fact]
    public void A_document_without_a_title_or_with_two()
    {
        Findings<MarkdownTitles>(("README.md", "# A\n```\n# a comment\n```\n## B\n")).ShouldBeEmpty();
        Findings<MarkdownTitles>(("README.md", "text\n# A\n")).ShouldHaveSingleItem().ShouldContain("README.md:1:");
        Findings<MarkdownTitles>(("README.md", "# A\n# B\n")).ShouldHaveSingleItem().ShouldContain("README.md:2:");
    }

    [Fact]
    public void A_schema_without_event_and_an_event_without_schema()
    {
        var findings = Findings<EventSchemaFiles>(("schemas/cars/car-created.v1.json", ""), ("schemas/cars/car-sold.v1.json", ""),
            ("schemas/cars/loan-created.v2.json", ""));

        findings.ShouldContain(finding => finding.Contains("no event type CarSold"));
        findings.ShouldContain(finding => finding.Contains("LoanCreated belongs to loans"));
        findings.ShouldContain(finding => finding.Contains("LoanPaymentSubmitted has no schema"));
    }

    [Fact]
    public void A_topic_that_nobody_creates() =>
        Findings<PipelineTopics>(
            ("services/routing/pipelines/a.yaml", "sources:\n  - topic: raw-business-events\n    outputTopic: \"nowhere\"\n"))
            .ShouldBe(["services/routing/pipelines/a.yaml:3: error: topic nowhere is not in Topics.cs, add it there"]);

    [Fact]
    public void A_compose_value_that_is_not_pinned_not_defined_or_open_to_the_network()
    {
        static string[] Check(string line) =>
            Findings<ComposeValues>(("compose/.env", "# values\nA_VERSION=1\n"), ("compose/a.yaml", $"services:\n{line}\n"));

        Check("    image: a:${A_VERSION}").ShouldBeEmpty();
        Check("    image: a:latest").ShouldHaveSingleItem().ShouldStartWith("compose/a.yaml:2: error: image a:latest is not pinned");
        Check("    image: a:${B_VERSION}").ShouldHaveSingleItem().ShouldContain("${B_VERSION} has no value");
        Check("      - 127.0.0.1:80:8080").ShouldBeEmpty();
        Check("      - 80:8080").ShouldHaveSingleItem().ShouldContain("open to the network");
        Check("      - 127.0.0.1:80:8080\n      - 127.0.0.1:80:8081").ShouldHaveSingleItem().ShouldContain("is taken");
    }

    [Fact]
    public void A_compose_file_that_cannot_be_started_alone()
    {
        const string cars = "services:\n  cars:\n    image: cars\n    depends_on:\n      postgres:\n        condition: service_healthy\n";
        var postgres = ("compose/infrastructure.yaml", "services:\n  postgres:\n    image: postgres\n");

        Findings<ComposeServices>(postgres, ("compose/cars.yaml", cars)).ShouldHaveSingleItem().ShouldContain("cars waits for postgres");
        Findings<ComposeServices>(postgres, ("compose/cars.yaml", "include:\n  - infrastructure.yaml\n" + cars)).ShouldBeEmpty();
        Findings<ComposeServices>(("compose/a.yaml", "services:\n  a:\n    ports: []\n")).ShouldHaveSingleItem().ShouldContain("no image");
        Findings<ComposeServices>(("compose/a.yaml", "a: [1\nb: }\n")).ShouldHaveSingleItem().ShouldContain("no YAML");
    }

    [Fact]
    public void A_workflow_that_a_change_of_what_it_builds_does_not_run()
    {
        (string, string) Workflow(string paths) => (".github/workflows/cars.yml", paths);
        (string, string)[] projects =
        [
            ("services/cars/Cars.csproj", "<ProjectReference Include=\"../../building-blocks/Outbox/Outbox.csproj\" />"),
            ("building-blocks/Outbox/Outbox.csproj", "<ProjectReference Include=\"../Contracts/Contracts.csproj\" />"),
            Project("building-blocks/Contracts/Contracts.csproj"),
        ];

        Findings<WorkflowPaths>([.. projects, Workflow("- services/cars/**\n- building-blocks/Outbox/**\n")])
            .ShouldHaveSingleItem().ShouldContain("a change of building-blocks/Contracts does not run it");
        Findings<WorkflowPaths>([.. projects, Workflow("- services/cars/**\n- building-blocks/**\n")]).ShouldBeEmpty();
    }

    [Fact]
    public void A_path_that_exists_on_one_machine_only()
    {
        Findings<ForbiddenWords>(("run", "cd /ho" + "me/me\n")).ShouldHaveSingleItem().ShouldStartWith("run:1:");
        Findings<ForbiddenWords>((".ci/run", "../sha" + "red/x\n")).ShouldBeEmpty();
    }

    [Fact]
    public void Every_rule_is_tested_here()
    {
        var source = Repository.Read().Find("tests/Conventions/RuleTests.cs")!.Text;

        foreach (var rule in ConventionsTests.All()) source.ShouldContain($"Findings<{rule.GetType().Name}>");
    }
}
