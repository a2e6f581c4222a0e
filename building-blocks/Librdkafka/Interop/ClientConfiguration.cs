namespace Librdkafka;

/// <summary>Settings by librdkafka's names, all mistakes reported at once.</summary>
internal static unsafe class ClientConfiguration
{
    const int ErrorSize = 512;

    /// <summary>A new <c>rd_kafka_conf_t</c>; the caller hands it to a client or destroys it.</summary>
    internal static nint Create(IReadOnlyDictionary<string, string> settings, string what)
    {
        _ = LibraryVersion.Number;
        nint configuration = Native.rd_kafka_conf_new();
        List<string> problems = [];

        // Log lines are delivered inside the owner's poll calls, like everything else.
        Set(configuration, "log.queue", "true", problems);
        foreach (var (name, value) in settings) Set(configuration, name, value, problems);
        if (problems.Count == 0) return configuration;
        Native.rd_kafka_conf_destroy(configuration);
        throw new KafkaException(ErrorCode.InvalidArgument, $"Configuring a {what}", string.Join("; ", problems));
    }

    /// <summary>Appends what is wrong with the setting, without its value where that is a secret.</summary>
    internal static void Check(string name, string value, IList<string> problems)
    {
        nint configuration = Native.rd_kafka_conf_new();
        Set(configuration, name, value, problems);
        Native.rd_kafka_conf_destroy(configuration);
    }

    static void Set(nint configuration, string name, string value, IList<string> problems)
    {
        byte* error = stackalloc byte[ErrorSize];
        if (Native.rd_kafka_conf_set(configuration, name, value, error, ErrorSize) == 0) return;
        bool secret = ConnectionSettings.IsSecret(name);
        problems.Add(secret ? $"the value of '{name}' is not valid" : $"'{name}' = '{value}': {Text.From(error)}");
    }
}
