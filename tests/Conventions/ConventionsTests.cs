namespace Conventions;

public sealed class ConventionsTests
{
    static readonly Lazy<Repository> Whole = new(Repository.Read);

    public static TheoryData<string> Rules() => [.. All().Select(rule => rule.GetType().Name).Order()];

    [Theory, MemberData(nameof(Rules))]
    public void The_repository_keeps(string rule)
    {
        var findings = All().Single(each => each.GetType().Name == rule).Check(Whole.Value).ToList();

        if (findings.Count > 0) Assert.Fail(string.Join('\n', findings));
    }

    internal static IEnumerable<IRule> All() => typeof(IRule).Assembly.GetTypes()
        .Where(type => type.IsClass && typeof(IRule).IsAssignableFrom(type))
        .Select(type => (IRule)Activator.CreateInstance(type)!);
}
