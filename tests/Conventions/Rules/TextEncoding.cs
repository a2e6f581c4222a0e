namespace Conventions;

/// <summary>Text is UTF-8 without a byte order mark, with LF, and ends in one.</summary>
internal sealed class TextEncoding : IRule
{
    public IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var file in repository.Files.Where(file => file is { IsText: true, IsData: false, Bytes.Length: > 0 }))
        {
            if (file.Bytes.AsSpan().StartsWith("\uFEFF"u8) && !file.Path.EndsWith(".sln", StringComparison.Ordinal))
            {
                yield return new Finding(file.Path, 1, "the file starts with a byte order mark, use UTF-8 without one");
            }
            if (file.Bytes.AsSpan().IndexOf((byte)'\r') is >= 0 and var at)
            {
                yield return new Finding(file.Path, file.Bytes.AsSpan(0, at).Count((byte)'\n') + 1, "the line ends in CR LF, use LF");
            }
            if (file.Bytes[^1] != '\n') yield return new Finding(file.Path, file.Lines.Length, "the last line has no end, use a line feed");
        }
    }
}
