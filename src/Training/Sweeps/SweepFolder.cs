using System.Text.Json;
using RecPipe.Datasets.Store;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Training.Sweeps;

/// <summary>
/// A sweep on disk: what it is of, and a file for each finished run, which appears whole or not at all. One process at a time
/// works on it.
/// </summary>
public sealed class SweepFolder : IDisposable
{
    private const string IdentityFile = "sweep.json", RunsFolder = "runs", LockFile = ".lock";

    private readonly FileStream _lock;
    private readonly string _directory;

    private SweepFolder(string directory, FileStream held) => (_directory, _lock) = (directory, held);

    /// <summary>Opens a folder to begin a sweep in it, or to go on with the one it holds.</summary>
    /// <param name="directory">Made when absent.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="store">Its data.</param>
    /// <exception cref="ConfigException">It holds a sweep of another experiment or other data, another process works on it, or it cannot be written to.</exception>
    public static SweepFolder Open(string directory, SweepExperiment experiment, FeatureStore store)
    {
        SweepFolder folder = new(directory, Lock(directory));
        try
        {
            folder.Claim(new SweepIdentity
            {
                Version = SweepIdentity.CurrentVersion,
                Experiment = experiment,
                Data = store.Manifest.Source,
                TrainRows = store.Manifest.TrainRows,
                Checksums = store.Manifest.Checksums,
            });
            return folder;
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
    public void Save(SweepOutcome outcome) => Save(PathOf(outcome.Config.Name, outcome.Seed), outcome);

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string directory)
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(directory, RunsFolder));
            return new FileStream(Path.Combine(directory, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(directory, "", $"No sweep can work there: {e.Message}", "Wait for the other process, or choose another folder.");
        }
    }

    private void Claim(SweepIdentity identity)
    {
        string path = Path.Combine(_directory, IdentityFile);
        if (!File.Exists(path))
        {
            Save(path, identity);
            return;
        }
        SweepIdentity earlier = ConfigFile.Load<SweepIdentity>(path);
        List<ConfigProblem> problems = [];
        Compare("version", earlier.Version, identity.Version, "by another version of this program");
        Compare("experiment", earlier.Experiment, identity.Experiment, "of another experiment");
        Compare("checksums", earlier.Checksums.OrderBy(entry => entry.Key, StringComparer.Ordinal), identity.Checksums.OrderBy(entry => entry.Key, StringComparer.Ordinal), $"on other data ({earlier.Data})");
        Compare("trainRows", earlier.TrainRows, identity.TrainRows, "on another division of the data");
        ConfigException.ThrowIfAny(problems);

        void Compare<T>(string field, T before, T now, string what)
        {
            if (JsonSerializer.Serialize(before, ConfigFile.Json) != JsonSerializer.Serialize(now, ConfigFile.Json))
                problems.Add(new(path, field, $"This folder holds a sweep {what}.", "Choose another folder, or remove this one."));
        }
    }

    private string PathOf(string configuration, int seed) => Path.Combine(_directory, RunsFolder, $"{configuration}-s{seed}.json");

    private static void Save<T>(string path, T value)
    {
        string unfinished = path + ".unfinished";
        ConfigFile.Save(unfinished, value);
        File.Move(unfinished, path, overwrite: true);
    }
}
