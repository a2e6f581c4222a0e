namespace Conventions;

/// <summary>The repository names no machine, no private path and no host of a package registry: it builds anywhere.</summary>
internal sealed class ForbiddenWords : IRule
{
    // Written apart, so that this file does not find itself.
    static readonly string[] Words =
    [
        "/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", ".cache/" + "runtimes", "../sha" + "red", "api.nu" + "get.org",
        "registry.np" + "mjs.org", "py" + "pi.org", "proxy.go" + "lang.org", "deb.deb" + "ian.org", "repo.mav" + "en.apache.org",
        "crat" + "es.io",
    ];

    // CI unpacks the real systems from a folder beside the repository when it is there.
    const string MayNameRuntimes = ".ci/run";

    public IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var file in repository.Files.Where(file => file is { IsText: true, IsData: false } && file.Path != MayNameRuntimes))
        {
            foreach (var (index, line) in file.Lines.Index())
            {
                if (Words.FirstOrDefault(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)) is not { } word) continue;
                yield return new Finding(file.Path, index + 1, $"'{word}' exists on some machines only, use a variable or a relative path");
            }
        }
    }
}
