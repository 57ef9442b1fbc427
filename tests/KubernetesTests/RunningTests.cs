using System.Text.Json;
using System.Text.RegularExpressions;
using Grpc.Health.V1;
using k8s.Models;
using RecPipe.Datasets.Store;
using RecPipe.Datasets.Synthetic;
using RecPipe.LoadGen.Parts;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Training;

namespace RecPipe.KubernetesTests;

/// <summary>
/// The manifests without a cluster: every container's program is started with the arguments and environment written there,
/// probed as the kubelet would, loaded by the Job's parts, and stopped. Only paths and ports are put elsewhere.
/// </summary>
public sealed partial class RunningTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<PodProcess> _processes = [];
    private readonly Dictionary<string, Uri> _addresses = [];

    [Fact]
    public async Task The_programs_of_all_manifests_start_pass_their_probes_are_loaded_and_drain()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        Installation installed = new("overlays/emulated"), load = new("load");
        Prepare();
        List<(V1Deployment Deployment, PodProcess Process)> pods = [];
        foreach (V1Deployment deployment in installed.Deployments.OrderBy(deployment => deployment.Name() == "gateway")) // it needs the others' ports
        {
            if (deployment.Name() == "gateway")
                WritePipelines(installed);
            PodProcess process = Start(installed, deployment.Spec.Template.Spec.Containers.Single(), $"{deployment.Name()}-7d4b9c-x2x4v");
            _addresses[deployment.Name()] = await process.ServingAsync(cancellationToken);
            pods.Add((deployment, process));
        }
        foreach ((V1Deployment deployment, PodProcess process) in pods)
        {
            V1Container container = deployment.Spec.Template.Spec.Containers.Single();
            foreach (V1Probe probe in (V1Probe[])[container.StartupProbe, container.ReadinessProbe, container.LivenessProbe])
                (await process.ProbeAsync(probe, cancellationToken)).ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving, deployment.Name());
        }

        await RunLoad(load, cancellationToken);

        foreach ((V1Deployment deployment, PodProcess process) in pods)
        {
            process.Terminate();
            (await process.ExitCode(cancellationToken)).ShouldBe(0, $"{deployment.Name()}\n{process.Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (PodProcess process in _processes)
            await process.DisposeAsync();
        _folder.Dispose();
    }

    private async Task RunLoad(Installation load, CancellationToken cancellationToken)
    {
        V1Job job = load.Of<V1Job>().Single(made => made.Name() == "load"), merging = load.Of<V1Job>().Single(made => made.Name() == "load-merge");
        int parts = job.Spec.Completions!.Value;
        job.Spec.Parallelism.ShouldBe(parts, "parts wait for one another");
        V1Container container = job.Spec.Template.Spec.Containers.Single();
        PodProcess[] generators = [.. Enumerable.Range(0, parts).Select(index => Start(load, container, $"load-{index}", ("JOB_COMPLETION_INDEX", $"{index}"), ("RATE", "15"), ("DURATION", "2s"), ("DEADLINE", "20s"), ("PIPELINE", "two-stage-rpaccel")))];
        PodProcess merge = Start(load, merging.Spec.Template.Spec.Containers.Single(), "load-merge-abcde");
        foreach (PodProcess generator in generators)
            (await generator.ExitCode(cancellationToken)).ShouldBe(0, generator.Output);
        (await merge.ExitCode(cancellationToken)).ShouldBeOneOf(0, 1, 3); // latencies and lag are this machine's affair
        merge.Output.ShouldContain("two-stage-rpaccel at");
        string run = _folder.PathOf("runs", load.Of<V1ConfigMap>().Single().Data["RUN"]);
        File.Exists(Path.Combine(run, "report", "load.html")).ShouldBeTrue(merge.Output);
        foreach (string file in Directory.GetFiles(run, PartFile.Pattern))
        {
            LoadGen.Engine.RunMeasurement part = PartFile.Load(file);
            part.Part.Of.ShouldBe(parts);
            part.Answered.ShouldBe(part.Arrivals, JsonSerializer.Serialize(part.Errors));
        }
        Directory.GetFiles(run, PartFile.Pattern).Length.ShouldBe(parts);
    }

    private PodProcess Start(Installation installed, V1Container container, string pod, params (string Name, string Value)[] set)
    {
        Dictionary<string, string> environment = ContainerSettings.Variables(installed, container, pod);
        foreach ((string name, string value) in set)
            environment[name] = value;
        PodProcess process = PodProcess.Start(container, environment, Place);
        _processes.Add(process);
        return process;
    }

    private string Place(string value)
    {
        value = AnyAddress().Replace(value, "127.0.0.1:0");
        foreach ((string path, string here) in ((string, string)[])[("/var/lib/recpipe", "volume"), ("/etc/recpipe/pipelines", "pipelines"), ("/runs", "runs")])
            value = value.Replace(path, _folder.PathOf(here), StringComparison.Ordinal);
        return _addresses.TryGetValue("gateway", out Uri? gateway) ? value.Replace("http://gateway:5100", gateway.ToString().TrimEnd('/'), StringComparison.Ordinal) : value;
    }

    /// <summary>What the Job `prepare` leaves in the volume, smaller.</summary>
    private void Prepare()
    {
        string data = _folder.PathOf("volume", "data");
        SyntheticCriteo.Generate(new() { Rows = 20_000, Seed = 7, TableCap = 500, TestShare = 0.5 }, data, new Progress<double>(), CancellationToken.None);
        using FeatureStore store = FeatureStore.Open(data);
        foreach (string model in (string[])["rm-small", "rm-large"])
        {
            DlrmConfig config = ConfigFile.Load<DlrmConfig>(Repository.PathOf("configs", "models", model + ".json"));
            new DlrmTrainer(TimeProvider.System).Train(config, store, new TrainingOptions()).Export(_folder.PathOf("volume", "models", model));
        }
    }

    /// <summary>The pipelines of the config map, with each worker's service name replaced by where its process listens, and time for a busy machine.</summary>
    private void WritePipelines(Installation installed)
    {
        foreach ((string name, string text) in installed.Of<V1ConfigMap>().Single(map => map.Name().StartsWith("pipelines", StringComparison.Ordinal)).Data)
        {
            string file = _folder.PathOf(name);
            File.WriteAllText(file, text);
            PipelineConfig pipeline = ConfigFile.Load<PipelineConfig>(file);
            Directory.CreateDirectory(_folder.PathOf("pipelines"));
            ConfigFile.Save(_folder.PathOf("pipelines", name), pipeline with
            {
                Deadline = TimeSpan.FromSeconds(20),
                Stages = [.. pipeline.Stages.Select(stage => stage with { Workers = [.. stage.Workers.Select(worker => Listening(installed, worker).ToString())] })],
            });
        }
    }

    /// <summary>By the name and port of a headless service, as the gateway would find it in the cluster.</summary>
    private Uri Listening(Installation installed, string worker)
    {
        Uri address = new(worker.Replace("dns:///", "http://", StringComparison.Ordinal));
        V1Service service = installed.Services.Single(service => service.Name() == address.Host && service.Spec.ClusterIP == "None");
        service.Spec.Ports.Single(port => port.Name == "grpc").Port.ShouldBe(address.Port);
        return _addresses[installed.Selected(service.Spec.Selector).Single()];
    }

    [GeneratedRegex(@"\*:\d+")]
    private static partial Regex AnyAddress();
}
