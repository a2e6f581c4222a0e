namespace Cli;

/// <summary>The ids of all events of a run, with their positions in the source.</summary>
sealed class PostedIndex
{
    readonly Dictionary<string, int> _positions;
    readonly Dictionary<string, int> _counts = [];
    Dictionary<(string EventType, string Id), int>? _entities;

    public PostedIndex(IEventSource events)
    {
        Events = events;
        _positions = new Dictionary<string, int>(events.Count, StringComparer.Ordinal);
        for (var index = 0; index < events.Count; index++)
        {
            var posted = events[index];
            _positions.Add(posted.Uuid, index);
            _counts[posted.EventType] = CountOf(posted.EventType) + 1;
        }
    }

    public IEventSource Events { get; }

    public int CountOf(string eventType) => _counts.GetValueOrDefault(eventType);

    /// <summary>The event's position; -1 when it is of another run.</summary>
    public int Position(string uuid) => _positions.GetValueOrDefault(uuid, -1);

    /// <summary>The entity of an id that an event of a type posted; null when there is none.</summary>
    public ExpectedRow? Entity(string eventType, string id)
    {
        if (_entities is null)
        {
            _entities = [];
            for (var index = 0; index < Events.Count; index++)
                _entities[(Events[index].EventType, ExpectedRow.Of(Events[index].Json).Id)] = index;
        }
        return _entities.TryGetValue((eventType, id), out var position) ? ExpectedRow.Of(Events[position].Json) : null;
    }

    /// <summary>As <see cref="Position(string)"/>, without making a string of the id.</summary>
    public int Position(ReadOnlySpan<char> uuid) =>
        _positions.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(uuid, out var position) ? position : -1;
}
