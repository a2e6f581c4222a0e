using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Librdkafka;

/// <summary>Finds the native library, once for the process.</summary>
internal static class LibraryResolver
{
    const string PathVariable = "LIBRDKAFKA_PATH";

    /// <summary>Linux packages, Linux development packages, macOS, Windows.</summary>
    static readonly string[] Candidates =
        ["librdkafka.so.1", "librdkafka.so", "librdkafka.dylib", "librdkafka.1.dylib", "librdkafka", "rdkafka"];

    /// <summary>What was loaded: a path or the name that the system's loader found.</summary>
    internal static string? Loaded { get; private set; }

    // Imports without a GC transition are bound when their caller is compiled, before any ordinary first line could register the resolver.
#pragma warning disable CA2255 // ModuleInitializer in a library: see above
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(LibraryResolver).Assembly, Resolve);

    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Native.Library) return 0;
        string? path = Environment.GetEnvironmentVariable(PathVariable);
        if (!string.IsNullOrWhiteSpace(path)) return LoadFrom(path);
        foreach (string candidate in Candidates)
        {
            if (!NativeLibrary.TryLoad(candidate, assembly, searchPath, out nint library)) continue;
            Loaded = candidate;
            return library;
        }

        throw new DllNotFoundException(
            $"librdkafka was not found (tried {string.Join(", ", Candidates)}). Install it: "
            + "'apt-get install librdkafka1' on Debian and Ubuntu, 'dnf install librdkafka' on Fedora, 'brew install librdkafka' on "
            + $"macOS; or set {PathVariable} to the library's file.");
    }

    static nint LoadFrom(string path)
    {
        if (!File.Exists(path)) throw Unusable(path, "there is no such file");
        nint library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            // The loader's own word is the last line.
            throw Unusable(path, failure.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Trim());
        }

        if (!NativeLibrary.TryGetExport(library, nameof(Native.rd_kafka_version), out _)) throw Unusable(path, "that is not librdkafka");
        Loaded = path;
        return library;
    }

    static DllNotFoundException Unusable(string path, string reason) => new(
        $"{PathVariable} is '{path}', which cannot be used: {reason}. Set it to the file of librdkafka for this machine, or unset it "
        + "and install the system's package, for example 'apt-get install librdkafka1'.");
}
