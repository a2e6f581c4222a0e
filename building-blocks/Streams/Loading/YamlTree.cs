using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Streams;

/// <summary>
/// Reads one YAML document, of which JSON is a part, as nodes with places. Bounded in depth and count while reading, so no input can take
/// much; anchors, aliases and tags are refused: they make files that say other things than they show.
/// </summary>
sealed class YamlTree(ProblemList problems)
{
    int nodes;
    Place last = new(1, 1);

    /// <summary>The document's root, or null after reporting why there is none.</summary>
    public YamlNode? Read(string text)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) return Refuse(ProblemCodes.NotYaml, new Place(1, 1), "the file is empty");
            parser.Consume<DocumentStart>();
            var root = ReadNode(parser, 1);
            if (root is null) return null;
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<DocumentStart>(out var second)) return root;
            return Refuse(ProblemCodes.NotYaml, At(second.Start), "a second document begins here: write one pipeline a file");
        }
        catch (YamlException exception)
        {
            var reason = (exception.InnerException ?? exception).Message;
            return Refuse(ProblemCodes.NotYaml, At(exception.Start), $"not YAML: {YamlNode.Shorten(reason)}");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner answers some broken texts with errors of its own state; what is known is where the last good value stood.
            return Refuse(ProblemCodes.NotYaml, last, $"not YAML after this value: {YamlNode.Shorten(exception.Message)}");
        }
    }

    YamlNode? ReadNode(Parser parser, int depth)
    {
        if (parser.Accept<AnchorAlias>(out var alias)) return RefuseAnchor(At(alias.Start));
        var next = parser.Consume<NodeEvent>();
        var place = last = At(next.Start);
        if (depth > PipelineLimits.MaxYamlDepth)
            return Refuse(ProblemCodes.TooMuch, place, $"nested deeper than {PipelineLimits.MaxYamlDepth} levels");
        if (++nodes > PipelineLimits.MaxYamlNodes)
            return Refuse(ProblemCodes.TooMuch, place, $"more than {PipelineLimits.MaxYamlNodes} values in one file: split the pipeline");
        if (!next.Anchor.IsEmpty) return RefuseAnchor(place);
        if (!next.Tag.IsEmpty && !next.Tag.IsNonSpecific)
            return Refuse(ProblemCodes.NotYaml, place, $"tags ({YamlNode.Shorten(next.Tag.ToString())}) are not part of the language");
        return next switch
        {
            Scalar scalar => new YamlNode
            {
                Kind = YamlKind.Scalar,
                Place = place,
                Text = scalar.Value,
                Quoted = scalar.Style != ScalarStyle.Plain,
            },
            SequenceStart => ReadList(parser, new YamlNode { Kind = YamlKind.List, Place = place }, depth),
            _ => ReadMapping(parser, new YamlNode { Kind = YamlKind.Mapping, Place = place }, depth),
        };
    }

    YamlNode? ReadList(Parser parser, YamlNode list, int depth)
    {
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (ReadNode(parser, depth + 1) is not { } item) return null;
            list.Items.Add(item);
        }
        return list;
    }

    YamlNode? ReadMapping(Parser parser, YamlNode mapping, int depth)
    {
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (ReadNode(parser, depth + 1) is not { } key || ReadNode(parser, depth + 1) is not { } value) return null;
            mapping.Entries.Add((key, value));
        }
        return mapping;
    }

    YamlNode? RefuseAnchor(Place place) =>
        Refuse(ProblemCodes.NotYaml, place, "anchors and aliases (& and *) are not part of the language: write the value out");

    YamlNode? Refuse(string code, Place place, string message)
    {
        problems.Error(code, place, message);
        return null;
    }

    static Place At(Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}
