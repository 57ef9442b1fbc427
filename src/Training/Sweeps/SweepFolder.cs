using RecPipe.Datasets.Store;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Training.Sweeps;

/// <summary>
/// A sweep on disk: what it is of, and a file for each finished run, which appears whole or not at all. One process at a time
/// works on it.
/// </summary>
public sealed class SweepFolder : IDisposable
{
    private const string IdentityFile = "sweep.json", RunsFolder = "runs";

    private readonly ResultFolder _folder;

    private SweepFolder(ResultFolder folder) => _folder = folder;

    /// <summary>Opens a folder to begin a sweep in it, or to go on with the one it holds.</summary>
    /// <param name="directory">Made when absent.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="store">Its data.</param>
    /// <exception cref="ConfigException">It holds a sweep of another experiment or other data, another process works on it, or it cannot be written to.</exception>
    public static SweepFolder Open(string directory, SweepExperiment experiment, FeatureStore store)
    {
        ResultFolder folder = ResultFolder.Open(directory);
        try
        {
            folder.Claim(
                IdentityFile,
                new SweepIdentity
                {
                    Version = SweepIdentity.CurrentVersion,
                    Experiment = experiment,
                    Data = store.Manifest.Source,
                    TrainRows = store.Manifest.TrainRows,
                    Checksums = store.Manifest.Checksums,
                },
                ("version", identity => identity.Version, _ => "by another version of this program"),
                ("experiment", identity => identity.Experiment, _ => "of another experiment"),
                ("checksums", identity => identity.Checksums.OrderBy(entry => entry.Key, StringComparer.Ordinal), earlier => $"on other data ({earlier.Data})"),
                ("trainRows", identity => identity.TrainRows, _ => "on another division of the data"));
            Directory.CreateDirectory(folder.PathOf(RunsFolder));
            return new(folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>What an earlier process found for a run; null when none finished it.</summary>
    /// <exception cref="ConfigException">The file is there but cannot be read, or is another run's.</exception>
    public SweepOutcome? Find(string configuration, int seed)
    {
        string path = PathOf(configuration, seed);
        if (!File.Exists(path))
            return null;
        SweepOutcome outcome = ConfigFile.Load<SweepOutcome>(path);
        return outcome.Config.Name == configuration && outcome.Seed == seed
            ? outcome
            : throw new ConfigException(path, "", $"It is the run of {outcome.Config.Name}, seed {outcome.Seed}.", "Remove the file; its run is made again.");
    }

    /// <summary>Keeps an outcome.</summary>
    public void Save(SweepOutcome outcome) => ResultFolder.Save(PathOf(outcome.Config.Name, outcome.Seed), outcome);

    public void Dispose() => _folder.Dispose();

    private string PathOf(string configuration, int seed) => _folder.PathOf(Path.Combine(RunsFolder, $"{configuration}-s{seed}.json"));
}
