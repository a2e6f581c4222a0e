namespace Conventions;

/// <summary>What is not done is an issue, not a comment.</summary>
internal sealed class Leftovers : IRule
{
    // Written apart, so that this file does not find itself.
    static readonly string[] Marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK:"];

    public IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var file in repository.Files.Where(file => file is { IsText: true, IsData: false }))
        {
            for (var i = 0; i < file.Lines.Length; i++)
            {
                if (Marks.FirstOrDefault(mark => file.Lines[i].Contains(mark, StringComparison.Ordinal)) is not { } mark) continue;
                yield return new Finding(file.Path, i + 1, $"leftover {mark}, finish it or open an issue");
            }
        }
    }
}
