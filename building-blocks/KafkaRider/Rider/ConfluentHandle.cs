using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Librdkafka;

namespace KafkaRider;

/// <summary>
/// The rider's native client as Confluent's extension methods want it. They take it out of internal members, for which there is no public
/// way in, so it is put there by reflection; a test holds that to the version in use.
/// </summary>
internal static class ConfluentHandle
{
    /// <summary>How long a client lives on after it was asked for: calls take microseconds.</summary>
    static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(1);

    static readonly Assembly Confluent = typeof(Handle).Assembly;

    static ConfluentHandle()
    {
        try
        {
            NativeLibrary.SetDllImportResolver(Confluent, Resolve);
        }
        catch (InvalidOperationException)
        {
            // The application has a resolver of its own for that assembly.
        }
    }

    /// <summary>A handle for a call at once; it is of no use a second later.</summary>
    /// <exception cref="ObjectDisposedException">The client is gone.</exception>
    internal static Handle Lease(SafeHandle client, TimeProvider time)
    {
        // Reading its version loads the library, if nothing did so far.
        _ = Library.Version;
        var native = (SafeHandle)Create(Confluent.GetType("Confluent.Kafka.Impl.SafeKafkaHandle", throwOnError: true)!);

        // The client is the rider's: nothing of Confluent's may destroy it.
        GC.SuppressFinalize(native);
        var taken = false;
        client.DangerousAddRef(ref taken);
        Member<MethodInfo>(typeof(SafeHandle), "SetHandle").Invoke(native, [client.DangerousGetHandle()]);
        _ = EndLease(client, native, time);
        var handle = (Handle)Create(typeof(Handle));
        Member<PropertyInfo>(typeof(Handle), "LibrdkafkaHandle").SetValue(handle, native);
        return handle;
    }

    static async Task EndLease(SafeHandle client, SafeHandle native, TimeProvider time)
    {
        await Task.Delay(LeaseTime, time);
        native.SetHandleAsInvalid();
        client.DangerousRelease();
    }

    /// <summary>Confluent's names of the library and of the one that it loads libraries with: distributions have others.</summary>
    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => name switch
    {
        "librdkafka" => NativeLibrary.Load(LibraryVersion.Path),
        "libdl" when NativeLibrary.TryLoad("libdl.so.2", out var loader) => loader,
        _ => 0,
    };

    static object Create(Type type) => Activator.CreateInstance(type, nonPublic: true)!;

    static T Member<T>(Type type, string name)
        where T : MemberInfo =>
        (T)type.GetMember(name, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Single();
}
