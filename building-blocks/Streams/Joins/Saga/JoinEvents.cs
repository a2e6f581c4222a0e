namespace Streams;

/// <summary>What the saga of a row hears of: an event about one row of a join.</summary>
public interface IJoinEvent
{
    /// <summary>The row's id.</summary>
    string RowId { get; }
}

/// <summary>A version of the row has come.</summary>
/// <param name="RowId">The row's id.</param>
/// <param name="JoinKey">What it looks up; null: nothing.</param>
/// <param name="Version">The version: a <see cref="SideRecord"/>.</param>
/// <param name="IsAnswered">Whether it is known what the key has, as where rows and what they look up are kept together.</param>
/// <param name="Other">What the key has then, a <see cref="SideRecord"/>, perhaps one that retracts; null: nothing.</param>
public sealed record RowChanged(string RowId, string? JoinKey, byte[] Version, bool IsAnswered, byte[]? Other) : IJoinEvent;

/// <summary>The row is gone.</summary>
/// <param name="RowId">The row's id.</param>
/// <param name="Version">The version that says so: a <see cref="SideRecord"/>.</param>
public sealed record RowRetracted(string RowId, byte[] Version) : IJoinEvent;

/// <summary>What a key has, or has become: for one of its rows.</summary>
/// <param name="RowId">The row's id.</param>
/// <param name="JoinKey">The key: a row that looks up something else by now takes no notice.</param>
/// <param name="Other">What it has, a <see cref="SideRecord"/>, perhaps one that retracts; null: it has nothing, and never had.</param>
public sealed record OtherSideChanged(string RowId, string JoinKey, byte[]? Other) : IJoinEvent;

/// <summary>Perhaps the row has waited long enough: its saga looks at the time.</summary>
/// <param name="RowId">The row's id.</param>
public sealed record WaitElapsed(string RowId) : IJoinEvent;

/// <summary>Perhaps the row has not changed for so long that it may be forgotten: its saga looks at the time.</summary>
/// <param name="RowId">The row's id.</param>
public sealed record KeepElapsed(string RowId) : IJoinEvent;

/// <summary>What a row shows from now on.</summary>
/// <param name="RowId">The row's id: the key of the output.</param>
/// <param name="Value">The output's value; null: a tombstone.</param>
public sealed record RowShown(string RowId, string? Value);
