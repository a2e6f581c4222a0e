namespace Librdkafka.Tests;

public class Murmur2Tests
{
    const int GoldenPartitions = 3;

    [Fact]
    public void Partitions_are_those_that_Kafka_Connect_chose()
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "goldens", "partitions.tsv"));

        lines.Length.ShouldBe(1000);
        foreach (string[] fields in lines.Select(line => line.Split('\t')))
            Murmur2.Partition(Convert.FromBase64String(fields[0]), GoldenPartitions).ShouldBe(int.Parse(fields[1]), fields[0]);
    }

    /// <summary>Vectors of Kafka's own UtilsTest.testMurmur2.</summary>
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Hashes_are_those_of_the_Java_client(string key, int hash) =>
        ((int)Murmur2.Hash(System.Text.Encoding.UTF8.GetBytes(key))).ShouldBe(hash);

    [Fact]
    public void A_topic_without_partitions_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Murmur2.Partition("key"u8, 0));
}
