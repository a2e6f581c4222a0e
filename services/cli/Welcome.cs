namespace Cli;

/// <summary>What is printed when the platform is up to be used.</summary>
static class Welcome
{
    public static void Write(TextWriter writer, Platform platform, DataFolder data)
    {
        writer.WriteLine();
        foreach (var producer in platform.Producers) writer.WriteLine($"  {producer.Key,-22} {producer.Value}swagger");
        foreach (var view in ViewTable.All)
        {
            var address = platform.AddressOf(view.Service);
            writer.WriteLine($"  {view.Service,-22} {address}{view.Name}   {address}views/status");
        }
        writer.WriteLine($"  {"Kafka",-22} {platform.Broker.BootstrapServers}");
        writer.WriteLine($"  {"PostgreSQL",-22} 127.0.0.1:{platform.Postgres.Port}");
        writer.WriteLine($"  {"logs",-22} {data.Logs}");
        writer.WriteLine();
        writer.WriteLine("All is up. Ctrl-C stops it.");
    }
}
