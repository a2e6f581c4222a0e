namespace Librdkafka;

/// <summary>Which librdkafka runs in this process.</summary>
public static unsafe class LibraryVersion
{
    /// <summary>2.0.2, the oldest version whose functions are relied on (Debian 12's package).</summary>
    public const int Floor = 0x020002ff;

    static readonly Lazy<int> Checked = new(Check);

    /// <summary>The version as librdkafka writes it: <c>0xMMmmrrpp</c>, <c>pp</c> = <c>ff</c> for a release.</summary>
    /// <exception cref="DllNotFoundException">The library is not installed; the message names the packages.</exception>
    /// <exception cref="NotSupportedException">The library is older than 2.0.2.</exception>
    public static int Number => Checked.Value;

    /// <summary>The version as text, for example <c>2.0.2</c>.</summary>
    /// <inheritdoc cref="Number" path="/exception"/>
    public static string Name
    {
        get
        {
            _ = Number;
            return Text.From(Native.rd_kafka_version_str());
        }
    }

    /// <summary>The file that was loaded, or the name under which the system's loader found it.</summary>
    /// <inheritdoc cref="Number" path="/exception"/>
    public static string Path
    {
        get
        {
            _ = Number;
            return LibraryResolver.Loaded ?? Native.Library;
        }
    }

    static int Check()
    {
        int version = Native.rd_kafka_version();
        if (version >= Floor) return version;
        throw new NotSupportedException(
            $"librdkafka {Text.From(Native.rd_kafka_version_str())} ({LibraryResolver.Loaded}) is too old: 2.0.2 or later is needed. "
            + "Install a newer package (librdkafka1 of Debian 12 or later) or set LIBRDKAFKA_PATH to a newer library's file.");
    }
}
