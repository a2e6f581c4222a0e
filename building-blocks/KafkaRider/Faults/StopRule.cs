namespace KafkaRider;

/// <summary>When an endpoint pauses: more than this share of at least so many attempts failed within the window.</summary>
internal sealed record StopRule(double Ratio, TimeSpan Window, int Minimum);
