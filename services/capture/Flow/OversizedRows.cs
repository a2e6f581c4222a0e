namespace Capture;

/// <summary>Rows whose record Kafka will never take. Such a row stops the capture of its database, because leaving it out is somebody's
/// decision to make: <see cref="CaptureOptions.Skip"/>.</summary>
sealed class OversizedRows(CapturedDatabase database, CaptureOptions options, ILogger logger)
{
    /// <summary>Whether a row goes on; false: it is to be left out.</summary>
    /// <param name="bytes">Bytes of the record, or of one of its columns.</param>
    /// <param name="row">The row, of which at least the id was read.</param>
    /// <exception cref="CaptureException">It is too large and not among those to be left out.</exception>
    public bool Accepts(int bytes, RowEncoder row)
    {
        if (bytes <= CaptureOptions.MaxRecordBytes) return true;
        var id = row.Id();
        if (!options.Skip.Contains(id))
            throw new CaptureException($"Event '{id}' of {database.Name}.{OutboxColumn.Table} makes a record of {bytes} bytes or "
                + $"more; topics take {CaptureOptions.MaxRecordBytes}. Nothing behind it is captured until it is left out: "
                + $"Capture__Skip__0={id}");
        logger.SkippedRow(database.Name, id, bytes);
        CaptureMetrics.RowsSkipped.Add(1, CaptureMetrics.Database(database.Name));
        return false;
    }
}
