namespace Cli;

/// <summary>Events to post, each made again whenever it is asked for, so that a million of them need no memory.</summary>
interface IEventSource
{
    int Count { get; }

    PostedEvent this[int index] { get; }
}
