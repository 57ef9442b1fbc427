using System.Security.Cryptography;
using System.Text.Json;
using RecPipe.Datasets.Store;
using RecPipe.Models.Files;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Planning.Performance;
using RecPipe.Planning.Sweeps;
using RecPipe.Ranking.Configuration;
using RecPipe.Reporting;

namespace RecPipe.Cli.Sweeps;

/// <summary>One sweep, from an experiment to a folder of results.</summary>
internal sealed class SweepRun(LoadedExperiment loaded, SweepRequest request)
{
    private readonly int _queries = request.Queries ?? loaded.Experiment.Queries;

    /// <param name="output">Folder of the results.</param>
    /// <param name="cancellationToken">Stops; what was found is kept.</param>
    public async Task<DesignSweepResult> RunAsync(string output, CancellationToken cancellationToken)
    {
        IReadOnlyList<Design> designs = Designs();
        if (request.Means == SweepMeans.Virtual)
            return await RunAsync(designs, new SimulatedRuns(new DesignModel(loaded.Hardware(request.Mode)), _queries, request.Mode, request.Replications), output, Inputs(null), cancellationToken).ConfigureAwait(false);
        using FeatureStore store = FeatureStore.Open(request.Data!);
        return await RunAsync(designs, new ServedRuns(loaded, request.Mode, request.Models!, store, _queries, request.Seed), output, Inputs(store), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Live, only those whose stages all run on processors.</summary>
    private IReadOnlyList<Design> Designs()
    {
        IReadOnlyList<Design> all = loaded.Designs(request.Mode);
        if (request.Means != SweepMeans.Live)
            return all;
        HashSet<string> processors = [.. loaded.Experiment.Backends.Where(backend => backend.Device == DeviceKind.Cpu).Select(backend => backend.Name)];
        Design[] live = [.. all.Where(design => design.Stages.All(stage => processors.Contains(stage.Backend)))];
        if (live.Length == 0)
            throw new ConfigException(loaded.File, "backends", "No design runs on processors alone.", "Use --emulated.");
        if (live.Length < all.Count)
            Terminal.Note($"{all.Count - live.Length} designs that need other hardware are left out; --emulated runs them too.");
        return live;
    }

    private async Task<DesignSweepResult> RunAsync(IReadOnlyList<Design> designs, IDesignRuns runs, string output, Dictionary<string, string> inputs, CancellationToken cancellationToken)
    {
        bool simulated = request.Means == SweepMeans.Virtual;
        using DesignSweepFolder folder = DesignSweepFolder.Open(
            output, DesignSweepIdentity.Of(RecPipeVersion.Current, loaded, request.Mode, request.Means, simulated ? request.Replications : null, inputs));
        IReadOnlyList<SweptPoint> points = await Terminal.WithProgressAsync($"Sweeping {loaded.Experiment.Name}: {designs.Count:N0} designs", async bar =>
        {
            try
            {
                return await DesignSweep.RunAsync(designs, loaded.Experiment.Rates, runs, folder.Points, new Bar(bar), cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Terminal.Note($"{folder.Points.Count} of {designs.Count * loaded.Experiment.Rates.Count} points are found and kept; the same command goes on from there.");
                throw;
            }
        }).ConfigureAwait(false);
        DesignSweepResult result = new(loaded.Experiment, request.Mode, request.Means, designs, points);
        await File.WriteAllTextAsync(folder.PathOf("sweep.csv"), DesignSweepTables.Csv(result), cancellationToken).ConfigureAwait(false);
        DesignSweepPage.Of(result).Save(folder.PathOf("sweep.html"));
        return result;
    }

    /// <summary>What decides about results besides the experiment's own files.</summary>
    private Dictionary<string, string> Inputs(FeatureStore? store)
    {
        Dictionary<string, string> inputs = new() { ["queries"] = $"{_queries}" };
        if (store is null)
            return inputs;
        inputs["seed"] = $"{request.Seed}";
        inputs["machine"] = MachineDescription.Current().ToString();
        inputs["data"] = Checksum(store.Manifest.Checksums);
        foreach (ModelFile model in ModelFolder.Load(request.Models!).Where(model => loaded.Models.ContainsKey(model.Card.Name)))
            inputs[$"models/{model.Card.Name}.onnx"] = Checksum(model.Card.Sha256);
        return inputs;
    }

    private static string Checksum(IReadOnlyDictionary<string, string> checksums) => Convert.ToHexStringLower(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(checksums.OrderBy(entry => entry.Key, StringComparer.Ordinal))));

    private sealed class Bar(IProgress<double> bar) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value) => bar.Report((double)value.Done / value.Points);
    }
}
