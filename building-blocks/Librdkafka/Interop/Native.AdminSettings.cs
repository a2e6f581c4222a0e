using System.Runtime.InteropServices;

namespace Librdkafka;

/// <summary>Admin requests about partitions and settings.</summary>
internal static unsafe partial class Native
{
    /// <summary><c>RD_KAFKA_RESOURCE_TOPIC</c>.</summary>
    internal const int ResourceTopic = 2;

    /// <summary><c>RD_KAFKA_RESOURCE_BROKER</c>.</summary>
    internal const int ResourceBroker = 4;

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rd_kafka_NewPartitions_new(string topic, nuint total, byte* error, nuint errorSize);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_NewPartitions_destroy(nint request);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_CreatePartitions(ClientHandle client, in nint request, nuint count, nint options, nint queue);

    [LibraryImport(Library)]
    internal static partial nint* rd_kafka_CreatePartitions_result_topics(nint result, out nuint count);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rd_kafka_ConfigResource_new(int type, string name);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_ConfigResource_destroy(nint resource);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode rd_kafka_ConfigResource_set_config(nint resource, string name, string value);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_ConfigResource_error(nint resource);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_ConfigResource_error_string(nint resource);

    [LibraryImport(Library)]
    internal static partial nint* rd_kafka_ConfigResource_configs(nint resource, out nuint count);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_ConfigEntry_name(nint entry);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_ConfigEntry_value(nint entry);

    [LibraryImport(Library)]
    internal static partial SettingSource rd_kafka_ConfigEntry_source(nint entry);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_ConfigEntry_is_read_only(nint entry);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_DescribeConfigs(ClientHandle client, in nint resource, nuint count, nint options, nint queue);

    [LibraryImport(Library)]
    internal static partial nint* rd_kafka_DescribeConfigs_result_resources(nint result, out nuint count);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_AlterConfigs(ClientHandle client, in nint resource, nuint count, nint options, nint queue);

    [LibraryImport(Library)]
    internal static partial nint* rd_kafka_AlterConfigs_result_resources(nint result, out nuint count);
}
