namespace MassTransit;

/// <summary>The broker of an endpoint or producer cannot be used.</summary>
public class KafkaConnectionException : ConnectionException
{
    /// <summary>Without a reason.</summary>
    public KafkaConnectionException()
    {
    }

    /// <summary>With a reason.</summary>
    public KafkaConnectionException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and what caused it.</summary>
    public KafkaConnectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
