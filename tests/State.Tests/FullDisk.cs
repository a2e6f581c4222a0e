using System.Diagnostics;

namespace State.Tests;

/// <summary>A disk that is full, and has room again later.</summary>
public sealed class FullDisk : IDisposable
{
    const int Keys = 1_000;
    const int MostWrites = 200_000;

    readonly string folder = Directory.CreateTempSubdirectory("full-disk-").FullName;
    bool isMounted;

    [Fact]
    public async Task The_error_is_clear_and_the_newest_checkpoint_opens_when_there_is_room_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "needs the right to mount a small file system");
        Assert.SkipUnless(Mount("-t", "tmpfs", "-o", "size=24m", "tmpfs", folder), "a small file system cannot be mounted here");
        isMounted = true;
        var settings = new StoreSettings
        {
            Folder = Path.Combine(folder, "store"),
            MemoryBytes = 8 * 1024 * 1024,
            MaximumValueBytes = 4 * 1024,
        };
        var value = new byte[1_000];
        using var store = new FasterStore(settings);
        for (var key = 0; key < Keys; key++) store.Put(BitConverter.GetBytes(key), BitConverter.GetBytes(key));
        await store.CheckpointAsync("first"u8.ToArray());

        var failure = Should.Throw<IOException>(() =>
        {
            for (var key = Keys; key < MostWrites; key++) store.Put(BitConverter.GetBytes(key), value);
        });
        Mount("-o", "remount,size=256m", folder).ShouldBeTrue();
        var metadata = store.Restore();

        failure.Message.ShouldContain("restore the store, or reset it");
        metadata.ShouldBe("first"u8.ToArray());
        for (var key = 0; key < Keys; key++)
        {
            store.TryGet(BitConverter.GetBytes(key), out var found).ShouldBeTrue();
            BitConverter.ToInt32(found).ShouldBe(key);
        }
        store.TryGet(BitConverter.GetBytes(Keys), out _).ShouldBeFalse();
        for (var key = Keys; key < 2 * Keys; key++) store.Put(BitConverter.GetBytes(key), value);
        await store.CheckpointAsync("second"u8.ToArray());
    }

    public void Dispose()
    {
        if (isMounted) Run("umount", "--lazy", folder);
        Directory.Delete(folder, recursive: true);
    }

    static bool Mount(params string[] arguments) => Run("mount", arguments);

    static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
