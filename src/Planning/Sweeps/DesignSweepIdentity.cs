using System.Security.Cryptography;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Simulation.Replications;

namespace RecPipe.Planning.Sweeps;

/// <summary>sweep.json: what a folder's points are of. Others are not mixed with them.</summary>
public sealed record DesignSweepIdentity
{
    public const int CurrentVersion = 1;

    /// <summary>Of the results' form.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Of the program that found them.</summary>
    public required string Program { get; init; }

    public required Experiment Experiment { get; init; }

    public required DesignMode Mode { get; init; }

    public required SweepMeans Means { get; init; }

    /// <summary>SHA-256 of the model configurations and hardware files, and of what else decides about results.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>Of virtual time: how precisely, from which seed. Null in real time.</summary>
    public ReplicationOptions? Replications { get; init; }

    /// <param name="program">Version of the program.</param>
    /// <param name="loaded">The experiment.</param>
    /// <param name="mode">Whose rules.</param>
    /// <param name="means">How points are found.</param>
    /// <param name="replications">Of virtual time.</param>
    /// <param name="others">Further inputs, by name: their checksums.</param>
    public static DesignSweepIdentity Of(
        string program, LoadedExperiment loaded, DesignMode mode, SweepMeans means, ReplicationOptions? replications, IReadOnlyDictionary<string, string> others) => new()
        {
            Program = program,
            Experiment = loaded.Experiment with { Notes = null },
            Mode = mode,
            Means = means,
            Replications = replications is null ? null : replications with { Threads = 0 },
            Inputs = new SortedDictionary<string, string>(
                loaded.ModelFiles.Select(model => ($"models/{model.Key}", model.Value))
                    .Concat(loaded.Experiment.Backends.SelectMany(backend => backend.Hardware).Distinct().Select(hardware => ($"hardware/{hardware}", loaded.Files.Hardware(hardware))))
                    .Select(input => KeyValuePair.Create(input.Item1, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(input.Item2)))))
                    .Concat(others)
                    .ToDictionary(),
                StringComparer.Ordinal),
        };
}
