namespace Streams.Tests;

/// <summary>A join whose output shows the row's id, what it looks up, its text, and the other side's.</summary>
static class Joins
{
    public static Join Of(JoinKind kind, bool isMutable, JoinType type = JoinType.Latest, TimeSpan? wait = null, TimeSpan? keep = null)
    {
        var source = new Source("events", "raw", SourceFormat.Event);
        return new Join(
            "join", null, null, Enabled: true, FilterStatus.Deployed, 1, type, kind,
            new ManySide("row", source, null, Named("entity.id"), Named("entity.on"), isMutable),
            new OneSide("other", source, null, Named("entity.id")),
            [
                new("id", JoinOrigin.Many, Named("entity.id"), ScalarType.String, null),
                new("on", JoinOrigin.Many, Named("entity.on"), ScalarType.String, null),
                new("row", JoinOrigin.Many, Named("entity.text"), ScalarType.String, null),
                new("one", JoinOrigin.One, Named("entity.text"), ScalarType.String, null),
            ],
            "output")
        {
            Wait = wait,
            Keep = keep,
        };
    }

    public static Version Row(string id, string? on, long at, string text = "text") =>
        new(true, id, on, at, $"{at}", IsRetraction: false, text);

    public static Version Other(string id, long at) => new(false, id, null, at, $"{at}", IsRetraction: false, $"other {at}");

    static Field Named(string name) => Field.Find(name).ShouldNotBeNull();
}
