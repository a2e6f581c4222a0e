using System.Globalization;
using Spectre.Console;

namespace Cli;

/// <summary>Prints what a run found for people: one line for each topic and view.</summary>
static class ResultTable
{
    /// <summary>Wide enough for the longest topic when the output is no terminal.</summary>
    const int PlainWidth = 120;

    public static void Write(TextWriter writer, bool isTerminal, RunResult result)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        });
        if (!isTerminal) console.Profile.Width = PlainWidth;
        var table = new Table { Border = isTerminal ? TableBorder.Rounded : TableBorder.None };
        table.AddColumn("view").AddColumn("routed topic");
        table.AddColumn(new TableColumn("records").RightAligned()).AddColumn(new TableColumn("rows").RightAligned());
        foreach (var view in ViewTable.All)
            table.AddRow(view.Name, view.RoutedTopic, Number(result.Routed[view.RoutedTopic]), Number(result.Views[view.Name]));
        console.Write(table);
        writer.WriteLine($"{result.EventsPosted} events posted, {result.RawRecords} records in raw-business-events; "
            + $"duplicates: {result.RawDuplicates} raw, {result.RoutedDuplicates} routed; "
            + $"{result.Missing} missing, {result.Different} different.");
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.Seconds:0.0} s; from HTTP to view: {result.LatencyMs.P50:0} ms at the median, "
            + $"{result.LatencyMs.P99:0} ms at the 99th percentile ({result.Broker} broker, {result.Capture} capture)."));
    }

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
