using System.Text;
using Routing.Tests.Support;
using Servers;
using Streams;

namespace Routing.Tests;

/// <summary>The SQL that is generated of joins, on real Flink. No service of ours runs here, so it may be beside the other tests.</summary>
[Collection(nameof(JoiningOnFlink))]
public class JoiningOnFlink(RealBroker real)
{
    [Fact]
    public async Task The_same_joins_on_Flink_show_the_same_rows()
    {
        var home = Environment.GetEnvironmentVariable("FLINK_HOME");
        Assert.SkipUnless(home is not null, "needs Flink: set FLINK_HOME to a Flink distribution with bin/flink-sql.sh");
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var finance = new Finance(seed: 3);
        var source = await Joining.Prepare(broker, pipelines, finance);
        broker.Produce(source, finance.Next(3_000));

        var pipeline = PipelineFile.Parse("finance.yaml", Encoding.UTF8.GetBytes(finance.Yaml(source))).Pipeline!;
        var sql = FlinkSql.Generate(pipeline, new FlinkSqlOptions { Brokers = broker.Servers });
        await using (var job = await FlinkJob.Start(home!, sql, Path.Combine(pipelines.Folder, "flink"), "--bounded"))
            await job.Finish(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);

        await Joining.Shows(broker, finance);
    }
}
