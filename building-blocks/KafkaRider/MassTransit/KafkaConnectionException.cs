namespace MassTransit;

/// <summary>
/// The broker of an endpoint or producer cannot be used now. It is tried until it can: always transient, so that a bus whose broker is
/// away at the start goes on starting.
/// </summary>
public class KafkaConnectionException : ConnectionException
{
    /// <summary>Without a reason.</summary>
    public KafkaConnectionException()
        : base(isTransient: true)
    {
    }

    /// <summary>With a reason.</summary>
    public KafkaConnectionException(string message)
        : base(message, isTransient: true)
    {
    }

    /// <summary>With a reason and what caused it.</summary>
    public KafkaConnectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
