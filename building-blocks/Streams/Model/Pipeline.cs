namespace Streams;

/// <summary>One pipeline: what a pipeline file says, checked.</summary>
/// <param name="Name">The name the file gives itself, else the file's name without extension.</param>
/// <param name="File">The file it was read from, as problems and screens name it.</param>
/// <param name="Fingerprint">SHA-256 of the file's bytes, hexadecimal: equal fingerprints are the same pipeline.</param>
/// <param name="Sources">Where records come from; at least one.</param>
/// <param name="Filters">Every filter of the file, live or not, in file order.</param>
public sealed record Pipeline(
    string Name, string File, string Fingerprint, IReadOnlyList<Source> Sources, IReadOnlyList<Filter> Filters);

/// <summary>One topic that a pipeline reads.</summary>
/// <param name="Id">The name filters refer to it by.</param>
/// <param name="Topic">The Kafka topic.</param>
/// <param name="Format">What its records look like.</param>
public sealed record Source(string Id, string Topic, SourceFormat Format = SourceFormat.Flat);
