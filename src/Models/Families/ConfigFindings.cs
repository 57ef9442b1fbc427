using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Families;

/// <summary>What is wrong in one configuration file, and the rules every family shares.</summary>
internal sealed class ConfigFindings(string file)
{
    private const int LargestWidth = 1 << 16;

    private readonly List<ConfigProblem> _problems = [];

    public IReadOnlyList<ConfigProblem> Problems => _problems;

    public void Add(string field, string problem, string remedy) => _problems.Add(new(file, field, problem, remedy));

    public void CheckName(IModelConfig config, string family)
    {
        string name = config.Name;
        if (name.Length == 0 || name[0] == '.' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
            Add("name", $"\"{name}\" cannot name a file.", "Use letters, digits, '-', '_' and '.', for example \"rm-small\".");
        if (config.Family != family)
            Add("family", $"\"{config.Family}\" is not the family that was asked for.", $"The family is \"{family}\".");
    }

    public void CheckWidth(string field, int width, int least = 1)
    {
        if (width < least || width > LargestWidth)
            Add(field, $"{width} is out of range.", $"A width is between {least} and {LargestWidth}.");
    }

    public void CheckWidths(string field, IReadOnlyList<int> widths, int least, string meaning)
    {
        if (widths.Count < least)
            Add(field, $"{widths.Count} widths.", $"Give {least} or more widths {meaning}.");
        for (int i = 0; i < widths.Count; i++)
            CheckWidth($"{field}[{i}]", widths[i]);
    }
}
