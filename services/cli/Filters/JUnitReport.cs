using System.Globalization;
using System.Text;
using System.Xml;

namespace Cli;

/// <summary>Outcomes of cases as the JUnit XML that CI systems read: a suite for each file, a class for each filter.</summary>
static class JUnitReport
{
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, CaseRun run)
    {
        var settings = new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };
        using var writer = XmlWriter.Create(path, settings);
        writer.WriteStartElement("testsuites");
        Count(writer, run.Outcomes);
        foreach (var file in run.Outcomes.GroupBy(outcome => outcome.Case.File))
        {
            writer.WriteStartElement("testsuite");
            writer.WriteAttributeString("name", ShownText.Of(file.Key));
            Count(writer, [.. file]);
            foreach (var outcome in file) Write(writer, outcome);
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }

    static void Write(XmlWriter writer, CaseOutcome outcome)
    {
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("classname", outcome.Case.FilterId);
        writer.WriteAttributeString("name", ShownText.Of(outcome.Case.Name));
        writer.WriteAttributeString("file", ShownText.Of(outcome.Case.File));
        writer.WriteAttributeString("line", outcome.Case.Line.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("time", Seconds(outcome.Took));
        if (!outcome.IsRight)
        {
            writer.WriteStartElement("failure");
            writer.WriteAttributeString("message", ShownText.Of(outcome.Difference));
            writer.WriteString(string.Join('\n', CaseText.Failure(outcome)));
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
    }

    static void Count(XmlWriter writer, IReadOnlyCollection<CaseOutcome> outcomes)
    {
        writer.WriteAttributeString("tests", outcomes.Count.ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("failures", outcomes.Count(outcome => !outcome.IsRight).ToString(CultureInfo.InvariantCulture));
        writer.WriteAttributeString("errors", "0");
        writer.WriteAttributeString("time", Seconds(outcomes.Aggregate(TimeSpan.Zero, (sum, outcome) => sum + outcome.Took)));
    }

    static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000000", CultureInfo.InvariantCulture);
}
