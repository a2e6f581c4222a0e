namespace Streams;

/// <summary>Which of two versions is newer: by event time; among equal times by event id, byte by byte. Equal ones are one.</summary>
static class EventOrder
{
    public static bool IsNewer(in SideRecord record, in SideRecord than) =>
        record.EventTime != than.EventTime
            ? record.EventTime > than.EventTime
            : record.EventId.SequenceCompareTo(than.EventId) > 0;
}
