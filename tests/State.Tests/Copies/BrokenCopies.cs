using System.Text;

namespace State.Tests;

/// <summary>What storage lost or changed is noticed.</summary>
public sealed class BrokenCopies : IDisposable
{
    readonly Copying copying = new();

    [Fact]
    public async Task Each_blob_is_checked()
    {
        copying.Write(0, 500);
        var copy = (await copying.Copies.Read(await copying.Copy(), CancellationToken.None))!;

        foreach (var blob in copying.Blobs)
        {
            var whole = File.ReadAllBytes(blob);
            if (whole.Length == 0) continue;
            File.WriteAllBytes(blob, whole[..^1]);
            (await Broken(copy)).ShouldContain("cut or changed");
            File.WriteAllBytes(blob, [(byte)(whole[0] ^ 1), .. whole.AsSpan(1)]);
            (await Broken(copy)).ShouldContain("cut or changed");
            File.Delete(blob);
            (await Broken(copy)).ShouldContain("missing");
            File.WriteAllBytes(blob, whole);
        }
        await copying.Download(copy);
    }

    [Fact]
    public async Task A_description_that_is_cut_or_changed_is_none()
    {
        copying.Write(0, 10);
        var name = await copying.Copy();
        var path = copying.Descriptions.Single();
        var whole = File.ReadAllBytes(path);

        for (var length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(path, whole[..length]);
            (await copying.Copies.Read(name, CancellationToken.None)).ShouldBeNull();
        }
        whole[whole.Length / 2] ^= 1;
        File.WriteAllBytes(path, whole);
        (await copying.Copies.Read(name, CancellationToken.None)).ShouldBeNull();
        File.Delete(path);
        (await copying.Copies.Read(name, CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/outside")]
    [InlineData("checkpoint-00000000000000000009")]
    [InlineData("log.x")]
    public async Task A_description_names_no_files_but_a_checkpoints(string path)
    {
        copying.Write(0, 10);
        var copy = (await copying.Copies.Read(await copying.Copy(), CancellationToken.None))!;
        var part = copy.Manifest.Parts[0] with { Path = path };
        var forged = new CheckpointCopy(copy.Name, copy.Manifest with { Parts = [part] }, copy.Checkpoint);

        (await Broken(forged)).ShouldContain($"'{path}'");
    }

    [Fact]
    public void What_a_description_says_stays_readable()
    {
        const string written = """
            {"format":1,"checkpoint":"AQI=","parts":[{"path":"log.0","offset":64,"length":3,"blob":"ab"}]}
            """;
        var bytes = Encoding.UTF8.GetBytes(written);

        var read = CopyManifest.Decode(bytes, "5a81a6649ae4a7877f6676f4db2c5583").ShouldNotBeNull();

        read.Checkpoint.ShouldBe([1, 2]);
        read.Parts.ShouldBe([new CopiedPart("log.0", 64, 3, "ab")]);
        read.Encode().ShouldBe(bytes);
    }

    [Theory]
    [InlineData("20260131T080000123Z-copy-5a7d", false)]
    [InlineData("20260131T080000123Z-savepoint-5a7d", true)]
    public void The_name_of_a_copy_stays_readable(string text, bool isSavepoint)
    {
        var name = CopyName.Parse(text).ShouldNotBeNull();

        name.ShouldBe(new CopyName(new DateTimeOffset(2026, 1, 31, 8, 0, 0, 123, TimeSpan.Zero), isSavepoint, "5a7d"));
        name.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("20260131T080000123Z-copy")]
    [InlineData("20260131T080000123Z-other-5a7d")]
    [InlineData("yesterday-copy-5a7d")]
    public void Other_names_are_none(string text) => CopyName.Parse(text).ShouldBeNull();

    public void Dispose() => copying.Dispose();

    async Task<string> Broken(CheckpointCopy copy) =>
        (await Should.ThrowAsync<CopyBrokenException>(() => copying.Download(copy))).Message;
}
