using System.Diagnostics;
using System.Text;

namespace Streams.Tests;

/// <summary>Runs patterns in Java, all in one process, on a stack of half the default size.</summary>
static class PatternsInJava
{
    const string Source =
        """
        import java.io.*;
        import java.nio.charset.StandardCharsets;
        import java.util.Base64;
        import java.util.regex.Pattern;

        public class Find {
            public static void main(String[] arguments) throws Exception {
                Thread thread = new Thread(null, Find::answer, "find", 512 * 1024);
                thread.start();
                thread.join();
            }

            static void answer() {
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).lines().forEach(line -> {
                    StringBuilder answer = new StringBuilder();
                    try {
                        String[] parts = line.split(",", -1);
                        Pattern pattern = Pattern.compile(decode(parts[0]));
                        for (int part = 1; part < parts.length; part++) {
                            answer.append(pattern.matcher(decode(parts[part])).find() ? '1' : '0');
                        }
                    } catch (Throwable failure) {
                        answer.append(failure.toString().replaceAll("\\s+", " "));
                    }
                    System.out.println(answer);
                });
            }

            static String decode(String part) {
                return new String(Base64.getDecoder().decode(part), StandardCharsets.UTF_8);
            }
        }
        """;

    public static bool IsPresent => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "java")) || File.Exists(Path.Combine(folder, "java.exe")));

    /// <summary>One answer for each pattern: 1 or 0 for each text, or what Java threw.</summary>
    public static async Task<string[]> Run(IEnumerable<(string Pattern, string[] Texts)> cases)
    {
        var folder = Directory.CreateTempSubdirectory("patterns-");
        try
        {
            var file = Path.Combine(folder.FullName, "Find.java");
            await File.WriteAllTextAsync(file, Source);
            using var process = Process.Start(new ProcessStartInfo("java", [file])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            var answers = process.StandardOutput.ReadToEndAsync();
            foreach (var (pattern, texts) in cases)
                await process.StandardInput.WriteLineAsync(string.Join(',', texts.Prepend(pattern).Select(Encode)));
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            return (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
