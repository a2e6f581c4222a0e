namespace Streams;

/// <summary>
/// Whose a task's store is. From an assignment until the token of that assignment is cancelled it is the endpoint's, which restores the
/// task and then runs it; else the standby's, if there is one. Whoever uses the store holds the gate. Only the endpoint's loop need not
/// while the task runs: nobody else wants it then.
/// </summary>
sealed class TaskOwnership
{
    int assignments;

    /// <summary>Held by whoever uses the store.</summary>
    public Lock Gate { get; } = new();

    /// <summary>It is the endpoint's. Under the gate a false answer stays true, as far as the gate's holder is concerned, until it leaves:
    /// whom the task was assigned to waits at the gate.</summary>
    public bool IsAssigned => Volatile.Read(ref assignments) > 0;

    /// <summary>Which restore was the last, counted under the gate: what the standby read for its turn before that is stale.</summary>
    public long Turn { get; set; }

    /// <summary>The endpoint has it from now on. Assignments may overlap: one that is over need not have noticed yet.</summary>
    public void Assign(CancellationToken until)
    {
        Interlocked.Increment(ref assignments);
        until.UnsafeRegister(static self => Interlocked.Decrement(ref ((TaskOwnership)self!).assignments), this);
    }
}
