using System.Diagnostics;

namespace Librdkafka.Tests;

public class LibraryTests
{
    [Fact]
    public void The_library_that_runs_is_named()
    {
        LibraryVersion.Number.ShouldBeGreaterThanOrEqualTo(LibraryVersion.Floor);
        LibraryVersion.Name.ShouldMatch(@"^\d+\.\d+\.\d+");
        string? path = Environment.GetEnvironmentVariable("LIBRDKAFKA_PATH");
        if (path is { Length: > 0 }) LibraryVersion.Path.ShouldBe(path);
    }

    [Fact]
    public Task A_path_without_a_file_says_so_and_names_the_package() =>
        Complains(Path.Combine(Path.GetTempPath(), "no-such-library.so"), "there is no such file");

    [Fact]
    public Task A_path_to_something_else_says_so_and_names_the_package() =>
        Complains(typeof(LibraryTests).Assembly.Location, "which cannot be used:");

    /// <summary>A process loads the library once, so another one has to.</summary>
    static async Task Complains(string path, string complaint)
    {
        string self = Environment.ProcessPath!;
        Assert.SkipUnless(self.EndsWith("Librdkafka.Tests", StringComparison.Ordinal), "The tests are not run as a program of their own.");
        string test = $"{typeof(LibraryTests).FullName}.{nameof(The_library_that_runs_is_named)}";
        ProcessStartInfo start = new(self, ["-noColor", "-method", test])
        {
            RedirectStandardOutput = true,
            Environment = { ["LIBRDKAFKA_PATH"] = path, ["KAFKA_HOME"] = "" },
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldNotBe(0);
        output.ShouldContain($"LIBRDKAFKA_PATH is '{path}'");
        output.ShouldContain(complaint);
        output.ShouldContain("apt-get install librdkafka1");
    }
}
