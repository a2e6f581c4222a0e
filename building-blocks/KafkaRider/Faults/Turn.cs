namespace KafkaRider;

/// <summary>How a batch may run.</summary>
internal enum Turn
{
    /// <summary>Not at all: its partition is being given up.</summary>
    Refused,

    /// <summary>As always.</summary>
    Normal,

    /// <summary>To find out whether records succeed again.</summary>
    Trial,
}
