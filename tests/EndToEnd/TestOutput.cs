using System.Text;

namespace EndToEnd;

/// <summary>Progress lines in a test's output.</summary>
sealed class TestOutput(ITestOutputHelper output) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value) => output.WriteLine(value ?? "");
}
