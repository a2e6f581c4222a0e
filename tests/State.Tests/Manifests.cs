namespace State.Tests;

public class Manifests
{
    [Theory]
    [InlineData("checkpoint-v1.hex", "0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("checkpoint-v2.hex", "7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    public void A_manifest_of_every_version_stays_readable(string golden, string index)
    {
        var read = CheckpointManifest.Decode(Convert.FromHexString(File.ReadAllText($"goldens/{golden}").TrimEnd()));

        read.ShouldNotBeNull();
        read.IndexToken.ShouldBe(Guid.Parse(index));
        read.ShouldBe(Example() with
        {
            IndexToken = read.IndexToken,
            Pages = read.Pages,
            LastSector = read.LastSector,
            Files = read.Files,
            Metadata = read.Metadata,
        });
        read.Pages.ShouldBe(Example().Pages);
        read.LastSector.ShouldBe(Example().LastSector);
        read.Files.ShouldBe(Example().Files);
        read.Metadata.ShouldBe(Example().Metadata);
    }

    [Fact]
    public void A_manifest_is_written_as_the_golden_file_says() =>
        Convert.ToHexString(Example().Encode()).ShouldBe(File.ReadAllText("goldens/checkpoint-v2.hex").TrimEnd());

    [Fact]
    public void A_manifest_of_a_later_version_is_not_read()
    {
        var bytes = Example().Encode();
        bytes[4]++;
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), Checksum.Of(bytes.AsSpan(0, bytes.Length - 4)));

        CheckpointManifest.Decode(bytes).ShouldBeNull();
    }

    [Fact]
    public void The_checksum_is_crc_32c() => Checksum.Of("123456789"u8).ShouldBe(0xE3069283);

    static CheckpointManifest Example() => new(
        42, new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"),
        new Guid("7c9e6679-7425-40de-944b-e07fc1f90ae7"), 4096, 32768, 64, 123_456_789, 1_000, 99_000,
        [1, 0xFFFFFFFF, 7], [9, 8, 7],
        [new CheckpointFile("faster/index-checkpoints/é/ht.dat.0", 5_000_000_000, 0xDEADBEEF), new CheckpointFile("a", 0, 0)],
        [0, 1, 2, 255]);
}
