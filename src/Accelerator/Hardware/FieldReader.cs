using System.Text.Json;
using System.Text.Json.Nodes;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Hardware;

/// <summary>
/// Reads the fields of a hardware file one by one and collects every problem rather than stopping at the first. A field that
/// cannot be used reads as its lower bound, which nobody sees: a file with problems is refused.
/// </summary>
internal sealed class FieldReader(string file, JsonObject json, IReadOnlyDictionary<string, double> overrides)
{
    private readonly HashSet<string> _fields = [];
    private readonly string _path = "";
    private readonly List<ConfigProblem> _problems = [];
    private readonly SortedSet<string> _numbers = new(StringComparer.Ordinal);

    private FieldReader(FieldReader parent, string file, string path, JsonObject json, IReadOnlyDictionary<string, double> overrides)
        : this(file, json, overrides)
    {
        _path = path;
        _problems = parent._problems;
        _numbers = parent._numbers;
    }

    /// <summary>Whether nothing was wrong so far: what must hold between fields is worth a check only then.</summary>
    public bool IsRight => _problems.Count == 0;

    public double Number(string name, double least, double most, string remedy)
    {
        _fields.Add(name);
        _numbers.Add(_path + name);
        if (!overrides.TryGetValue(_path + name, out double value) && !TryRead(name, out value))
            return least;
        if (double.IsFinite(value) && value >= least && value <= most)
            return value;
        Refuse(name, FormattableString.Invariant($"{value:R} is out of range."), FormattableString.Invariant($"{remedy} It is between {least:R} and {most:R}."));
        return least;
    }

    /// <summary>Whether it is written at all.</summary>
    public bool Has(string name)
    {
        _fields.Add(name);
        return json.ContainsKey(name);
    }

    /// <summary>A list of numbers, at least one.</summary>
    public IReadOnlyList<double> Numbers(string name, double least, double most, string remedy)
    {
        _fields.Add(name);
        if (json[name] is not JsonArray { Count: > 0 } array || array.Any(entry => entry?.GetValueKind() != JsonValueKind.Number))
        {
            Refuse(name, "It is not a list of numbers.", remedy);
            return [];
        }
        double[] numbers = [.. array.Select(entry => entry!.GetValue<double>())];
        foreach (double number in numbers.Where(number => !(number >= least && number <= most)))
            Refuse(name, FormattableString.Invariant($"{number:R} is out of range."), FormattableString.Invariant($"{remedy} Each is between {least:R} and {most:R}."));
        return numbers;
    }

    public long Whole(string name, long least, long most, string remedy)
    {
        double value = Number(name, least, most, remedy);
        if (value == Math.Floor(value))
            return (long)value;
        Refuse(name, FormattableString.Invariant($"{value:R} is not a whole number."), remedy);
        return least;
    }

    public string Text(string name)
    {
        string text = OptionalText(name) ?? "";
        if (text.Length == 0)
            Refuse(name, "It is missing or empty.", "Write a text in quotes.");
        return text;
    }

    public string? OptionalText(string name)
    {
        _fields.Add(name);
        if (json[name] is not { } node)
            return null;
        if (node.GetValueKind() == JsonValueKind.String)
            return node.GetValue<string>();
        Refuse(name, "It is not a text.", "Write it in quotes.");
        return null;
    }

    /// <summary>The fields of an object within this one; null when it is not there.</summary>
    public FieldReader? Section(string name)
    {
        _fields.Add(name);
        if (json[name] is not { } node)
            return null;
        if (node is JsonObject inner)
            return new FieldReader(this, file, $"{_path}{name}.", inner, overrides);
        Refuse(name, "It is not an object.", "Write { ... } with its fields.");
        return null;
    }

    /// <summary>The objects of a list within this one.</summary>
    public IReadOnlyList<FieldReader> List(string name)
    {
        _fields.Add(name);
        if (json[name] is not JsonArray { Count: > 0 } array || array.Any(entry => entry is not JsonObject))
        {
            Refuse(name, "It is not a list of objects.", "Write [ { ... }, ... ] with at least one entry.");
            return [];
        }
        return [.. array.Select((entry, i) => new FieldReader(this, file, $"{_path}{name}[{i}].", entry!.AsObject(), overrides))];
    }

    public IReadOnlyList<string> Names => [.. json.Select(member => member.Key)];

    public void Refuse(string name, string problem, string remedy) => _problems.Add(new(file, _path + name, problem, remedy));

    /// <summary>Refuses the fields that were not asked for.</summary>
    public void RefuseOthers()
    {
        foreach (string name in Names.Where(name => !_fields.Contains(name)))
            Refuse(name, "There is no such field.", $"Remove it; fields here are: {string.Join(", ", _fields)}.");
    }

    /// <summary>To be called when all has been read.</summary>
    /// <exception cref="ConfigException">Anything was wrong, or a what-if value names no number of this file.</exception>
    public void ThrowIfWrong()
    {
        foreach (string name in overrides.Keys.Where(name => !_numbers.Contains(name)))
            _problems.Add(new(file, name, "There is no such number to set.", $"Numbers of this file are: {string.Join(", ", _numbers)}."));
        ConfigException.ThrowIfAny(_problems);
    }

    private bool TryRead(string name, out double value)
    {
        value = 0;
        if (json[name] is not { } node)
            Refuse(name, "It is missing.", "Write a number.");
        else if (node.GetValueKind() != JsonValueKind.Number)
            Refuse(name, "It is not a number.", "Write it without quotes.");
        else
            return node.AsValue().TryGetValue(out value);
        return false;
    }
}
