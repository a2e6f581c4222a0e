namespace Streams;

/// <summary>SQL's three truth values, ordered so that AND is the minimum and OR the maximum (Kleene logic). Only true passes.</summary>
public enum Truth
{
    /// <summary>The comparison does not hold.</summary>
    False,

    /// <summary>An operand was absent, null, or could not be cast.</summary>
    Unknown,

    /// <summary>The comparison holds.</summary>
    True,
}

static class TruthLogic
{
    public static Truth Of(bool value) => value ? Truth.True : Truth.False;

    public static Truth Not(Truth truth) => (Truth)(Truth.True - truth);
}
