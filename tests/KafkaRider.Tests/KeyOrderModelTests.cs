namespace KafkaRider.Tests;

/// <summary>
/// The rule of key order under every interleaving that a seed makes up: partitions run their batches in turns of one record, records fail
/// as often as they like, and the whole process crashes back to its last commit.
/// </summary>
public class KeyOrderModelTests
{
    const int Rungs = 3;
    const int Keys = 4;
    const int Records = 40;

    [Fact]
    public void Each_key_runs_in_order_with_exactly_the_promised_attempts()
    {
        foreach (var seed in Enumerable.Range(1, 150)) new Model(seed, crashes: false).Run();
    }

    [Fact]
    public void A_crash_never_lets_a_record_run_before_an_earlier_one_nor_again_after_a_later_one_is_committed()
    {
        foreach (var seed in Enumerable.Range(1, 150)) new Model(seed, crashes: true).Run();
    }

    sealed class Model(int seed, bool crashes)
    {
        readonly Random random = new(seed);
        readonly List<Item>[] logs = [.. Enumerable.Range(0, Rungs + 1).Select(_ => new List<Item>())];
        readonly Dictionary<long, int> runs = [];
        readonly HashSet<long> final = [];
        HashSet<long> durable = [];
        readonly int[] failures = new int[Records];
        Partition[] partitions = [];
        long[] committed = new long[Rungs + 1];

        int Seed => seed;

        public void Run()
        {
            for (var offset = 0; offset < Records; offset++)
            {
                failures[offset] = random.Next(4) == 0 ? random.Next(1, Rungs + 3) : 0;
                logs[0].Add(new Item(offset, Attempts: 0));
            }

            Restart();
            var steps = 0;
            while (!Array.TrueForAll(partitions, partition => partition.IsDone))
            {
                if (++steps > 100_000) Assert.Fail($"seed {seed} does not end");
                if (random.Next(50) == 0) Commit();
                if (crashes && random.Next(400) == 0) Restart();
                partitions[random.Next(partitions.Length)].Step();
            }

            foreach (var offset in Enumerable.Range(0, Records))
            {
                final.ShouldContain(offset, $"seed {seed}");
                if (!crashes) runs[offset].ShouldBe(Math.Min(failures[offset] + 1, Rungs + 1), $"seed {seed}, record {offset}");
            }
        }

        void Commit()
        {
            committed = Array.ConvertAll(partitions, partition => partition.Position);
            durable = [.. final];
            durable.ExceptWith(logs.SelectMany((log, number) => log.Skip((int)committed[number])).Select(item => item.Offset));
        }

        void Restart()
        {
            var order = new KeyOrder();
            for (var number = 1; number <= Rungs; number++)
            {
                foreach (var item in logs[number].Skip((int)committed[number]))
                    order.Add(KeyOf(item.Offset), item.Offset, Rung(number - 1));
            }

            partitions = [.. Enumerable.Range(0, Rungs + 1).Select(number => new Partition(this, order, number, committed[number]))];
        }

        static OrderKey KeyOf(long offset) => new("source", 0, $"key-{offset % Keys}");

        static RetryRung Rung(int index) => new($"rung-{index}", TimeSpan.FromSeconds(index + 1));

        /// <summary>A record in the log of the source or of a rung.</summary>
        sealed record Item(long Offset, int Attempts);

        /// <summary>Runs the batches of one log as the endpoint does.</summary>
        sealed class Partition(Model model, KeyOrder order, int number, long start)
        {
            readonly List<(Item Item, bool Runs)> asked = [];
            readonly object runner = new();
            long next = start;
            long end = start;

            public long Position { get; private set; } = start;

            public bool IsDone => Position == model.logs[number].Count;

            public void Step()
            {
                if (next < end) RunRecord(model.logs[number][(int)next++]);
                else if (Position < end) EndBatch();
                else end = Math.Min(model.logs[number].Count, next + model.random.Next(1, 8));
            }

            void RunRecord(Item item)
            {
                var at = number == 0 ? null : Rung(number - 1);
                var wait = order.Ask(KeyOf(item.Offset), item.Offset, at, runner);
                asked.Add((item, wait is null));
                if (wait is null) Attempt(item);
                else Copy(item, wait);
            }

            void Attempt(Item item)
            {
                for (var before = item.Offset - Keys; before >= 0; before -= Keys)
                    if (!model.final.Contains(before)) Assert.Fail($"seed {model.Seed}: {item.Offset} runs before {before}");
                for (var after = item.Offset + Keys; after < Records; after += Keys)
                    if (model.durable.Contains(after)) Assert.Fail($"seed {model.Seed}: {item.Offset} runs again after {after}");
                model.runs[item.Offset] = model.runs.GetValueOrDefault(item.Offset) + 1;
                var attempts = item.Attempts + 1;
                if (attempts > model.failures[item.Offset] || attempts > Rungs) model.final.Add(item.Offset);
                else Copy(item with { Attempts = attempts }, Rung(attempts - 1));
            }

            void Copy(Item item, RetryRung to)
            {
                order.Add(KeyOf(item.Offset), item.Offset, to);
                model.logs[1 + (int)to.Delay.TotalSeconds - 1].Add(item);
            }

            void EndBatch()
            {
                Position = end;
                if (number > 0)
                    foreach (var (item, ran) in asked) order.Remove(KeyOf(item.Offset), item.Offset, ran ? runner : null);
                asked.Clear();
            }
        }
    }
}
