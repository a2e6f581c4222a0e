using Npgsql;
using Outbox;
using ServiceDefaults;

namespace Producers.Tests;

public sealed class MigrationTests(ScratchServer scratch)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrating_at_once_and_again_makes_table_publication_and_slot_once()
    {
        var postgres = await scratch.Empty();

        var codes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Migrate(postgres, "cars"))));
        var again = await Migrate(postgres, "cars");

        codes.ShouldBe([0, 0, 0, 0]);
        again.ShouldBe(0);
        (await postgres.Value<string>("cars", """
            SELECT pubname || ' ' || pubinsert || pubupdate || pubdelete || pubtruncate || ' '
              || (SELECT string_agg(schemaname || '.' || tablename, ',') FROM pg_publication_tables t WHERE t.pubname = p.pubname)
            FROM pg_publication p
            """)).ShouldBe("cars_business_events truefalsefalsefalse public.business_events");
        (await postgres.Value<string>("cars",
            "SELECT slot_name || ' ' || plugin || ' ' || database || ' ' || temporary FROM pg_replication_slots"))
            .ShouldBe("cars_business_events pgoutput cars false");
    }

    [Fact]
    public async Task The_table_is_exactly_the_contract()
    {
        var postgres = await scratch.Empty();

        (await Migrate(postgres, "loans")).ShouldBe(0);

        (await postgres.Value<string>("loans", """
            SELECT string_agg(column_name || ' ' || udt_name || coalesce('(' || character_maximum_length || ')', '') || ' ' || is_nullable
              || coalesce(' default ' || column_default, ''), ', ' ORDER BY ordinal_position)
            FROM information_schema.columns WHERE table_name = 'business_events'
            """)).ShouldBe("id varchar(255) NO, event_name varchar(255) NO, event_type varchar(255) YES, created_date timestamptz YES, "
                + "saved_date timestamptz YES, event_data jsonb NO");
        (await postgres.Value<string>("loans",
            "SELECT string_agg(indexname, ' ' ORDER BY indexname) FROM pg_indexes WHERE tablename = 'business_events'"))
            .ShouldBe("business_events_pkey idx_business_events_created_date idx_business_events_event_type");
    }

    [Fact]
    public async Task No_event_can_precede_the_slot()
    {
        var postgres = await scratch.Empty();
        // A transaction that has written keeps the slot from being made.
        await using var blocker = new NpgsqlConnection(postgres.Server.ConnectionString("postgres"));
        await blocker.OpenAsync(Cancel);
        await using var open = await blocker.BeginTransactionAsync(Cancel);
        await using (var write = new NpgsqlCommand("CREATE TABLE t (i int)", blocker, open)) await write.ExecuteNonQueryAsync(Cancel);
        await using var cars = await RunningService.Start("cars", postgres.Server.ConnectionString("cars"));
        var posting = cars.Post("/api/v1/events", Events.Car().ToJsonString());
        while (await postgres.Value<long>("postgres", "SELECT count(*) FROM pg_replication_slots") == 0) await Task.Delay(20, Cancel);

        posting.IsCompleted.ShouldBeFalse();
        (await postgres.Value<long>("cars", "SELECT count(*) FROM business_events")).ShouldBe(0);
        await open.RollbackAsync(Cancel);

        (await posting).Status.ShouldBe(201);
        (await postgres.Value<long>("cars", """
            SELECT count(*) FROM pg_logical_slot_peek_binary_changes('cars_business_events', NULL, NULL,
              'proto_version', '1', 'publication_names', 'cars_business_events') WHERE get_byte(data, 0) = ascii('I')
            """)).ShouldBe(1);
    }

    [Fact]
    public async Task A_publication_that_was_changed_is_mended_and_a_missing_slot_is_made()
    {
        var postgres = await scratch.Empty();
        (await Migrate(postgres, "payments")).ShouldBe(0);
        await postgres.Server.Query("ALTER PUBLICATION payments_business_events SET (publish = 'insert, update')", Cancel, "payments");
        await postgres.Server.Query("SELECT pg_drop_replication_slot('payments_business_events')", Cancel, "payments");

        (await Migrate(postgres, "payments")).ShouldBe(0);

        (await postgres.Value<bool>("payments", "SELECT NOT pubupdate AND pubinsert FROM pg_publication")).ShouldBeTrue();
        (await postgres.Value<long>("payments", "SELECT count(*) FROM pg_replication_slots")).ShouldBe(1);
    }

    [Fact]
    public async Task Migrating_fails_with_1_when_the_database_is_not_there_or_the_slot_is_another_s()
    {
        var postgres = await scratch.Empty();
        await using (var nowhere = RunningService.Build("cars", postgres.Server.ConnectionString("nowhere")))
        {
            (await nowhere.Migrate()).ShouldBe(1);
        }
        await postgres.Server.Query("SELECT pg_create_logical_replication_slot('cars_business_events', 'pgoutput')", Cancel, "loans");

        (await Migrate(postgres, "cars")).ShouldBe(1);
    }

    [Fact]
    public void All_mistakes_of_the_configuration_are_named_at_once()
    {
        var mistake = Should.Throw<ConfigurationException>(() =>
            RunningService.Build("cars", "Host=x;Nonsense=1", "--Outbox:RetentionDays=soon"));

        mistake.Message.ShouldContain("connection string");
        mistake.Message.ShouldContain("Outbox__RetentionDays is 'soon'");
        Should.Throw<ConfigurationException>(() => RunningService.Build("cars", "")).Message
            .ShouldContain("ConnectionStrings__Cars is not set");
    }

    static async Task<int> Migrate(Postgres postgres, string service)
    {
        await using var app = RunningService.Build(service, postgres.Server.ConnectionString(service));
        return await app.Migrate();
    }
}
