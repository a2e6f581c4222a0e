using System.Diagnostics;

namespace Conventions;

/// <summary>Compose itself accepts the files; it needs no engine for that.</summary>
public sealed class ComposeConfigTests
{
    public static TheoryData<string> ComposeFiles() => [.. Repository.Read().ComposeFiles.Select(file => file.Path)];

    [Theory, MemberData(nameof(ComposeFiles))]
    public async Task Docker_compose_parses(string file)
    {
        Assert.SkipUnless((await Docker("version")).Succeeded, "docker compose is not installed");

        var (succeeded, output) = await Docker("--file", file, "--profile", "*", "config", "--quiet");

        succeeded.ShouldBeTrue(output);
    }

    static async Task<(bool Succeeded, string Output)> Docker(params string[] arguments)
    {
        var start = new ProcessStartInfo("docker", ["compose", .. arguments])
        {
            WorkingDirectory = Repository.Root(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode == 0, output + await errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (false, "docker is not installed");
        }
    }
}
