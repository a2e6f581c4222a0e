namespace Producers.Tests;

public sealed class RehearsalTests(ScratchServer scratch)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ready_service_has_rehearsed_and_left_nothing_behind()
    {
        var postgres = await scratch.Empty();
        await using var cars = await RunningService.Start("cars", postgres.Server.ConnectionString("cars"));

        await cars.Ready();

        (await postgres.Value<long>("cars", "SELECT count(*) FROM business_events")).ShouldBe(0);
        (await postgres.Value<long>("cars", "SELECT count(*) FROM cars")).ShouldBe(0);
        // Insertions count even where they are rolled back.
        await Eventually(() => postgres.Value<bool>("cars",
            "SELECT n_tup_ins > 0 FROM pg_stat_user_tables WHERE relname = 'business_events'"));
    }

    static async Task Eventually(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            tries.ShouldBeLessThan(200, "nothing was rehearsed");
            await Task.Delay(100, Cancel);
        }
    }
}
