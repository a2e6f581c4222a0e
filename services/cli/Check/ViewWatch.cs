namespace Cli;

/// <summary>Follows one view: its rows are read only when its count says that all may be there.</summary>
sealed class ViewWatch(ViewReader reader, PostedIndex posted)
{
    string? _problem;

    public string Name => reader.View.Name;

    public long Records { get; private set; } = -1;

    public ViewOutcome Outcome { get; private set; } = new(reader.View, posted);

    public bool IsComplete => Outcome.Missing == 0 && Outcome.Unjoined == 0;

    /// <summary>Whether anything has moved since the last look.</summary>
    public async Task<bool> Look(Progress progress, CancellationToken cancellationToken)
    {
        if (IsComplete || await reader.Status(cancellationToken) is not { } status) return false;
        if (status.Problem != _problem && status.Problem is not null) progress.Say($"{reader.View.Service}: {status.Problem}");
        _problem = status.Problem;
        if (status.Records == Records && Outcome.Unjoined == 0) return false;
        var (before, unjoined) = (Records, Outcome.Unjoined);
        Records = status.Records;
        // What joins add comes to rows that are there already, so only reading tells.
        if (Records >= Outcome.Expected) await Read(cancellationToken);
        return Records != before || Outcome.Unjoined != unjoined;
    }

    /// <summary>Reads all rows anew.</summary>
    public async Task Read(CancellationToken cancellationToken)
    {
        var outcome = new ViewOutcome(reader.View, posted);
        if (await reader.Read(outcome.Add, cancellationToken)) Outcome = outcome;
    }
}
