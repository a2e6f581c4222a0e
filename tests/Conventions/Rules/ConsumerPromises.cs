namespace Conventions;

/// <summary>Every consumer service joins the suite of what consumers promise.</summary>
internal sealed class ConsumerPromises : IRule
{
    const string Suite = "tests/Delivery/";

    public IEnumerable<Finding> Check(Repository repository)
    {
        var joined = repository.Code.Where(file => file.Path.StartsWith(Suite, StringComparison.Ordinal)).ToList();
        foreach (var project in repository.Projects)
        {
            if (project.Path.Split('/') is not ["services", var folder, var file]) continue;
            if (!folder.EndsWith("-consumer", StringComparison.Ordinal)) continue;
            var name = Path.GetFileNameWithoutExtension(file);
            if (joined.Exists(test => test.Text.Contains($"{name}.Service.Build", StringComparison.Ordinal))) continue;
            yield return new Finding(
                project.Path, 1, $"no test holds it to what consumers promise, use {Suite}{name}Delivery.cs with one class that names it");
        }
    }
}
