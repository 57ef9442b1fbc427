using System.Text.Json;
using RecPipe.LoadGen.Engine;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Simulations;

namespace RecPipe.LoadGen.Parts;

/// <summary>The file a part of a run leaves behind: a <see cref="RunMeasurement"/> as JSON.</summary>
public static class PartFile
{
    /// <summary>What every part's file is called like.</summary>
    public const string Pattern = "part-*.json";

    /// <summary>Its name in a folder that all parts share, for example "part-0-of-3.json".</summary>
    public static string NameOf(RunMeasurement part) => FormattableString.Invariant($"part-{part.Part.Index}-of-{part.Part.Of}.json");

    /// <summary>Writes the file; nobody sees half of it.</summary>
    /// <param name="path">Its folder is made when it is missing.</param>
    /// <param name="part">To be written.</param>
    public static void Save(string path, RunMeasurement part)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string unfinished = path + ".unfinished";
        File.WriteAllText(unfinished, JsonSerializer.Serialize(part, ConfigFile.Json) + "\n");
        File.Move(unfinished, path, overwrite: true);
    }

    /// <exception cref="ConfigException">It is missing, not JSON, not a part of a run, or damaged.</exception>
    public static RunMeasurement Load(string path)
    {
        RunMeasurement part = ConfigFile.Load<RunMeasurement>(path);
        List<ConfigProblem> problems = [];
        long errors = part.Errors.Values.Sum(), inTimeline = part.Timeline.Sum(interval => interval.Latency.Count), failedInTimeline = part.Timeline.Sum(interval => interval.Failed);
        Require(part.Part.Of is >= 1 and <= LoadPart.Most && part.Part.Index >= 0 && part.Part.Index < part.Part.Of, "part", $"{part.Part} is no part.");
        Require(part.Answered == part.Latency.Count, "answered", $"It is {part.Answered}; the histogram holds {part.Latency.Count} answers.");
        Require(part.Arrivals == part.Answered + errors, "arrivals", $"It is {part.Arrivals}; answers and errors are {part.Answered + errors}.");
        Require(part.Errors.Values.All(count => count >= 0), "errors", "A count is negative.");
        Require(inTimeline == part.Answered && failedInTimeline == errors, "timeline", $"It holds {inTimeline} answers and {failedInTimeline} failures; the run had {part.Answered} and {errors}.");
        Require(part.AnsweredInWindow >= 0, "answeredInWindow", $"It is {part.AnsweredInWindow}.");
        Require(part.Degraded >= 0 && part.Degraded <= part.Answered, "degraded", $"It is {part.Degraded} of {part.Answered} answers.");
        Require(part.Judged >= 0 && part.Judged <= part.Answered, "judged", $"It is {part.Judged} of {part.Answered} answers.");
        Require(part.NdcgSum >= 0 && part.NdcgSum <= part.Judged * RunRecorder.QualityScale, "ndcgSum", $"It is {part.NdcgSum} of {part.Judged} judged queries.");
        Require(part.Measured >= TimeSpan.Zero && part.Interval > TimeSpan.Zero, "measured", $"It is {part.Measured}.");
        Require(part.ProcessCores >= 0, "processCores", $"It is {part.ProcessCores}.");
        ConfigException.ThrowIfAny(problems);
        return part;

        void Require(bool holds, string field, string problem)
        {
            if (!holds)
                problems.Add(new(path, field, problem, "The file was changed or damaged: run the part again."));
        }
    }
}
