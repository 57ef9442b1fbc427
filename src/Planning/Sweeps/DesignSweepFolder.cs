using RecPipe.Ranking.Configuration;

namespace RecPipe.Planning.Sweeps;

/// <summary>A sweep of designs on disk: what it is of (sweep.json) and the points found so far (points.jsonl). One process at a time works on it.</summary>
public sealed class DesignSweepFolder : IDisposable
{
    private const string IdentityFile = "sweep.json", PointsFile = "points.jsonl";

    private readonly ResultFolder _folder;

    private DesignSweepFolder(ResultFolder folder) => (_folder, Points) = (folder, new(folder.PathOf(PointsFile)));

    public PointLog Points { get; }

    /// <summary>Opens a folder to begin a sweep in it, or to go on with the one it holds.</summary>
    /// <exception cref="ConfigException">It holds another sweep or a damaged one, another process works on it, or it cannot be written to.</exception>
    public static DesignSweepFolder Open(string directory, DesignSweepIdentity identity)
    {
        ResultFolder folder = ResultFolder.Open(directory);
        try
        {
            if (!File.Exists(folder.PathOf(IdentityFile)) && new FileInfo(folder.PathOf(PointsFile)) is { Exists: true, Length: > 0 })
                throw new ConfigException(folder.PathOf(IdentityFile), "", $"It is missing, and {PointsFile} holds points: nobody knows of what.", $"Choose another folder, or remove {PointsFile}.");
            folder.Claim(
                IdentityFile, identity,
                ("version", sweep => sweep.Version, _ => "in another form"),
                ("program", sweep => sweep.Program, earlier => $"by another version of this program ({earlier.Program})"),
                ("experiment", sweep => sweep.Experiment, earlier => $"of another experiment ({earlier.Experiment.Name})"),
                ("mode", sweep => sweep.Mode, earlier => $"in {earlier.Mode.ToString().ToLowerInvariant()} mode"),
                ("means", sweep => sweep.Means, earlier => $"that is {earlier.Means.ToString().ToLowerInvariant()}"),
                ("inputs", sweep => sweep.Inputs, _ => "of other models or hardware"),
                ("replications", sweep => sweep.Replications, _ => "of another precision or seed"));
            return new(folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public string PathOf(string file) => _folder.PathOf(file);

    public void Dispose()
    {
        Points.Dispose();
        _folder.Dispose();
    }
}
