using System.Text;

namespace EndToEnd;

/// <summary>The machine's processes, read from /proc.</summary>
static class ProcessTable
{
    /// <summary>Ids of the processes that were started with a variable set to a value, and whose command line contains a text.</summary>
    public static IEnumerable<int> WithVariable(string name, string value, string command)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id)) continue;
            if (Read(folder, "environ").Contains($"\0{name}={value}\0") && Read(folder, "cmdline").Contains(command)) yield return id;
        }
    }

    static string Read(string folder, string file)
    {
        try
        {
            return $"\0{Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, file)))}\0";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or is another user's.
            return "";
        }
    }
}
