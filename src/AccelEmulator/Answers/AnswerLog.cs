using System.Diagnostics;
using System.Globalization;
using RecPipe.Ranking.Configuration;

namespace RecPipe.AccelEmulator.Answers;

/// <summary>The answers of a run one by one, kept in memory so that writing disturbs nothing and saved when the host stops. Bounded.</summary>
internal sealed class AnswerLog
{
    private const int Capacity = 1_000_000;

    private readonly string _path;
    private readonly Answer[] _answers = new Answer[Capacity];
    private int _next = -1;

    /// <summary>Makes the file now: a long run should not find out at its end that it cannot.</summary>
    /// <exception cref="ConfigException">It cannot be written.</exception>
    public AnswerLog(string path)
    {
        _path = path;
        try
        {
            File.Create(path).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException("configuration", $"{EmulatorOptions.Section}:{nameof(EmulatorOptions.AnswerLog)}", e.Message, "Name a file that can be written.");
        }
    }

    /// <summary>Answers that no longer fitted.</summary>
    public int Dropped => Math.Max(0, _next + 1 - Capacity);

    public void Add(in Answer answer)
    {
        if (_next < int.MaxValue / 2 && Interlocked.Increment(ref _next) is int at and < Capacity)
            _answers[at] = answer;
    }

    /// <summary>Writes CSV: device and the four times, in ns of the monotonic clock.</summary>
    public void Save()
    {
        using StreamWriter file = new(_path);
        file.WriteLine("device,arrival_ns,start_ns,due_ns,left_ns");
        double nanoseconds = 1e9 / Stopwatch.Frequency;
        foreach (Answer answer in _answers.AsSpan(0, Math.Min(_next + 1, Capacity)))
        {
            file.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{answer.Device},{answer.Arrival * nanoseconds:0},{answer.Start * nanoseconds:0},{answer.Due * nanoseconds:0},{answer.Left * nanoseconds:0}"));
        }
    }
}
