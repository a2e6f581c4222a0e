using System.Security.Cryptography;
using System.Text;

namespace KafkaRider;

/// <summary>
/// Who this instance of an exactly-once endpoint is, towards the broker. Kept in the state folder it is the same after a crash, so that the
/// restarted instance fences its own past; the open file keeps any second process away from it.
/// </summary>
internal sealed class InstanceIdentity : IDisposable
{
    const string Ending = ".instance";

    /// <summary>Enough to tell the few sets of topics apart that one instance ever has.</summary>
    const int HashBytes = 4;

    readonly FileStream? file;

    InstanceIdentity(string transactionalId, string? groupInstanceId, FileStream? file)
    {
        TransactionalId = transactionalId;
        GroupInstanceId = groupInstanceId;
        this.file = file;
    }

    internal string TransactionalId { get; }

    /// <summary>Null: a dynamic member of the group.</summary>
    internal string? GroupInstanceId { get; }

    /// <exception cref="IOException">The folder belongs to another living process.</exception>
    internal static InstanceIdentity Of(RecordEndpointConfigurator endpoint, ExactlyOnceOptions options, TimeProvider time)
    {
        if (options.StateFolder is { } folder) return Kept(endpoint, options, folder, time);
        var name = options.InstanceId ?? NewName(time);
        return new InstanceIdentity($"{endpoint.GroupId}-{name}{endpoint.Member}", endpoint.GroupInstanceId, null);
    }

    public void Dispose() => file?.Dispose();

    static InstanceIdentity Kept(RecordEndpointConfigurator endpoint, ExactlyOnceOptions options, string folder, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        var file = Open(Path.Combine(folder, FileName(endpoint.Name + endpoint.Member)), endpoint.Name);
        using var reader = new StreamReader(file, leaveOpen: true);
        var name = reader.ReadToEnd().Trim();
        if (name.Length == 0 || (options.InstanceId is { } given && given != name))
        {
            name = options.InstanceId ?? NewName(time);
            file.SetLength(0);
            using var writer = new StreamWriter(file, leaveOpen: true);
            writer.Write(name);
            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        name += endpoint.Member;
        return new InstanceIdentity($"{endpoint.GroupId}-{name}", endpoint.GroupInstanceId ?? $"{name}-{TopicsOf(endpoint)}", file);
    }

    /// <summary>
    /// A static member that comes back is given what it had, whatever it subscribes to now (KAFKA-13435), and would never read a new topic.
    /// So one with other topics is another member.
    /// </summary>
    static string TopicsOf(RecordEndpointConfigurator endpoint)
    {
        var names = string.Join('\n', endpoint.Topics.Concat(endpoint.RetryTopics).Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(names)).AsSpan(0, HashBytes));
    }

    static FileStream Open(string path, string endpoint)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new IOException(
                $"{endpoint} cannot have {path} for itself ({exception.Message}). Each instance needs a StateFolder of its own; "
                + "if its predecessor is still ending, this one starts after it.", exception);
        }
    }

    static string FileName(string endpoint) =>
        string.Concat(endpoint.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' ? letter : '_')) + Ending;

    static string NewName(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString();
}
