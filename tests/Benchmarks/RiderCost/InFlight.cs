namespace Benchmarks.RiderCost;

/// <summary>Produces with 5,000 records in flight.</summary>
static class InFlight
{
    const int Limit = 5_000;

    internal static async Task<Cost> Run(Func<int, Task> produce)
    {
        var window = new Window();
        var waiting = new Task?[Limit];
        for (var number = 0; !window.IsOver; number++)
        {
            ref var oldest = ref waiting[number % Limit];
            if (oldest is not null)
            {
                await oldest;
                window.Add(1);
            }

            waiting[number % Limit] = produce(number);
        }

        await Task.WhenAll(waiting.OfType<Task>());
        return await window.Cost;
    }
}
