using RecPipe.Ranking.Configuration;

namespace RecPipe.Training;

/// <summary>What is wrong with the options of a training run.</summary>
internal sealed class OptionFindings
{
    private readonly List<ConfigProblem> _problems = [];

    public void Check(string option, IFormattable value, bool valid, string range)
    {
        if (!valid)
            _problems.Add(new("train", option, FormattableString.Invariant($"{value} is out of range."), $"It is {range}."));
    }

    public void ThrowIfAny() => ConfigException.ThrowIfAny(_problems);
}
