using Npgsql;

namespace Views;

/// <summary>
/// What an answer of the database says about a record, by the class of its SQLSTATE (PostgreSQL, appendix A). Everything else, such as a
/// database that is shutting down, full, or without the view's table, is about all records: the partition waits.
/// </summary>
internal static class Refusal
{
    const string DataException = "22";
    const string IntegrityConstraintViolation = "23";
    const string ProgramLimitExceeded = "54";

    /// <summary>What functions and triggers raise by themselves.</summary>
    const string Raised = "P0";

    /// <summary>Other records of the batch may well be accepted.</summary>
    public static bool IsOfOneRecord(PostgresException exception) =>
        Class(exception) is DataException or IntegrityConstraintViolation or ProgramLimitExceeded or Raised;

    /// <summary>
    /// The same record may be accepted later: what a constraint or a trigger demands may come, or the demand may go. No time mends a value
    /// that the column cannot hold.
    /// </summary>
    public static bool MayPass(PostgresException exception) => Class(exception) is IntegrityConstraintViolation or Raised;

    static string Class(PostgresException exception) => exception.SqlState[..2];
}
