using System.Text;

namespace Schemas;

/// <summary>Where a validation stands, and what it found.</summary>
internal sealed class Evaluation(int maxErrors = JsonSchema.MaxErrors)
{
    readonly List<(string? Name, int Index)> _path = [];
    readonly List<SchemaError> _errors = [];

    public IReadOnlyList<SchemaError> Errors => _errors;

    public bool IsFull => _errors.Count >= maxErrors;

    /// <summary>References that are being followed.</summary>
    public int References { get; set; }

    public void Enter(string name) => _path.Add((name, 0));

    public void Enter(int index) => _path.Add((null, index));

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    public void Error(string message) => Add(new SchemaError(Pointer(), message));

    public void Error(string property, string message) => Add(new SchemaError($"{Pointer()}/{Escape(property)}", message));

    public void Add(SchemaError error)
    {
        if (!IsFull && !_errors.Contains(error)) _errors.Add(error);
    }

    /// <summary>An evaluation of the same place whose errors do not count yet.</summary>
    public Evaluation Trial(int maxErrors = JsonSchema.MaxErrors)
    {
        var trial = new Evaluation(maxErrors) { References = References };
        trial._path.AddRange(_path);
        return trial;
    }

    public string Pointer()
    {
        var text = new StringBuilder();
        foreach (var (name, index) in _path) text.Append('/').Append(name is null ? index.ToString() : Escape(name));
        return text.ToString();
    }

    static string Escape(string name) => Show.Cut(name).Replace("~", "~0").Replace("/", "~1");
}
