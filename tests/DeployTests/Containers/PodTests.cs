using System.Globalization;
using k8s.Models;
using RecPipe.KubernetesTests;

namespace RecPipe.DeployTests.Containers;

/// <summary>
/// The pods of deploy/kubernetes from their real images: what the Deployments of the overlay say is run with podman, probed as written,
/// asked, and stopped as the kubelet would, but for SIGTERM coming while the pod's address is still given out.
/// </summary>
[Collection(BuiltImages.Collection)]
public sealed class PodTests(BuiltImages images)
{
    /// <summary>Exit codes of curl: no connection, connection reset.</summary>
    private const int Refused = 7, Reset = 56;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private readonly Installation _installed = new("overlays/emulated");

    [Fact]
    public async Task The_pods_of_all_deployments_start_pass_their_probes_answer_and_drain()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        (string folder, _) = await images.BuildAsync();
        using TemporaryFolder volumes = new();
        WriteVolumes(volumes);
        PodmanPod[] pods = [.. _installed.Deployments.SelectMany(deployment => PodsOf(deployment, volumes.Root))];
        await using Machine machine = await Machine.StartAsync(folder, token);
        await machine.SetUpAsync($"chown -R 1654:1654 '{volumes.PathOf("recpipe")}'; podman network create recpipe", token);

        await PrepareWhilePodsWait(machine, pods, volumes.Root, token);
        Dictionary<PodmanPod, string> addresses = [];
        foreach (PodmanPod pod in pods)
            addresses[pod] = await StartAsync(machine, pod, token);
        foreach (PodmanPod pod in pods)
            await StartsUpAsync(machine, pod, addresses[pod], token);
        foreach (PodmanPod pod in pods)
            await ProbeAsync(machine, pod, addresses[pod], token);
        foreach (PodmanPod pod in pods)
            await IsConfinedAsync(machine, pod, token);
        PodmanPod gateway = pods.First(pod => pod.Name.StartsWith("gateway", StringComparison.Ordinal));
        await AnswersAsync(machine, addresses[gateway], pods, token);
        await DrainsAsync(machine, pods, gateway, addresses[gateway], token);
    }

    /// <summary>Claims are empty folders, config maps folders of files.</summary>
    private void WriteVolumes(TemporaryFolder volumes)
    {
        File.SetUnixFileMode(volumes.Root, (UnixFileMode)0b111_101_101);
        foreach (V1PersistentVolumeClaim claim in _installed.Of<V1PersistentVolumeClaim>())
            Directory.CreateDirectory(volumes.PathOf(claim.Name()));
        foreach (V1ConfigMap map in _installed.Of<V1ConfigMap>())
        {
            Directory.CreateDirectory(volumes.PathOf(map.Name()));
            foreach ((string file, string text) in map.Data)
                File.WriteAllText(volumes.PathOf(map.Name(), file), text);
        }
    }

    /// <summary>As many as the autoscaler starts with.</summary>
    private IEnumerable<PodmanPod> PodsOf(V1Deployment deployment, string volumes)
    {
        int replicas = deployment.Spec.Replicas ?? _installed.Of<V2HorizontalPodAutoscaler>().Single(scaler => scaler.Spec.ScaleTargetRef.Name == deployment.Name()).Spec.MinReplicas!.Value;
        return Enumerable.Range(0, replicas).Select(index => new PodmanPod(_installed, deployment.Spec.Template, $"{deployment.Name()}-7d4b9c-{index}", volumes));
    }

    /// <summary>Init containers wait until the Job has made data and models, and end then.</summary>
    private async Task PrepareWhilePodsWait(Machine machine, PodmanPod[] pods, string volumes, CancellationToken token)
    {
        List<string> waiting = [];
        foreach (PodmanPod pod in pods)
        {
            foreach (V1Container container in pod.InitContainers)
            {
                await Podman(machine, [pod.Run(container)[0], "--detach", .. pod.Run(container)[1..]], token);
                waiting.Add(pod.ContainerName(container));
            }
        }
        V1Job job = _installed.Of<V1Job>().Single();
        PodmanPod prepare = new(_installed, job.Spec.Template, job.Name(), volumes);
        (await Podman(machine, ["ps", "--quiet"], token)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(waiting.Count, "Init containers wait for the models.");

        (await Podman(machine, prepare.Run(prepare.Container), token)).ShouldNotContain("is there");

        string[] codes = (await Podman(machine, ["wait", .. waiting], token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        codes.ShouldBe(Enumerable.Repeat("0", waiting.Count));
    }

    /// <returns>The pod's address.</returns>
    private static async Task<string> StartAsync(Machine machine, PodmanPod pod, CancellationToken token)
    {
        string[] run = pod.Run(pod.Container);
        await Podman(machine, [run[0], "--detach", .. run[1..]], token);
        return (await Podman(machine, ["inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", pod.ContainerName(pod.Container)], token)).Trim();
    }

    /// <summary>Repeats the startup probe until it passes, as often as the manifest allows.</summary>
    private static async Task StartsUpAsync(Machine machine, PodmanPod pod, string address, CancellationToken token)
    {
        V1Probe startup = pod.Container.StartupProbe;
        string tries = $"for try in $(seq {startup.FailureThreshold}); do {pod.Probe(startup, address)} && exit; sleep {startup.PeriodSeconds}; done; podman logs {pod.ContainerName(pod.Container)}; exit 1";
        await machine.RunAsync(tries, s_limit, token);
    }

    private static async Task ProbeAsync(Machine machine, PodmanPod pod, string address, CancellationToken token)
    {
        foreach (V1Probe probe in (V1Probe[])[pod.Container.ReadinessProbe, pod.Container.LivenessProbe])
            await machine.RunAsync(pod.Probe(probe, address), s_limit, token);
        V1Probe elsewhere = new() { Grpc = new() { Port = 9 }, TimeoutSeconds = pod.Container.ReadinessProbe.TimeoutSeconds };
        await machine.RunAsync(pod.Probe(elsewhere, address), s_limit, token, 1);
    }

    /// <summary>What the security context asks for, as the process has it.</summary>
    private static async Task IsConfinedAsync(Machine machine, PodmanPod pod, CancellationToken token)
    {
        string container = pod.ContainerName(pod.Container);
        string seen = await machine.RunAsync($$"""
            podman exec {{container}} sh -c 'id -u; id -g; ! touch /app/x 2> /dev/null && ! touch /x 2> /dev/null && touch /tmp/x && echo read-only'
            podman exec {{container}} sed -nE 's/^(CapBnd|CapEff|NoNewPrivs|Seccomp):\s*//p' /proc/1/status
            """, s_limit, token);
        seen.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["1654", "1654", "read-only", "0000000000000000", "0000000000000000", "1", "2"], container);
    }

    /// <summary>Every pipeline of the config map answers, ranked by pods of these names.</summary>
    private async Task AnswersAsync(Machine machine, string gateway, PodmanPod[] pods, CancellationToken token)
    {
        foreach (string pipeline in _installed.Of<V1ConfigMap>().Single(map => map.Name().StartsWith("pipelines", StringComparison.Ordinal)).Data.Keys.Select(Path.GetFileNameWithoutExtension)!)
        {
            string answer = await Ask(machine, gateway, $"rank {pipeline} | jq -r '(.ranked | length), (.degraded // false), .stages[].worker'", token);
            string[] lines = answer.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            lines[..2].ShouldBe(["10", "false"], pipeline);
            lines[2..].ShouldBeSubsetOf(pods.Select(pod => pod.Name), pipeline);
        }
    }

    /// <summary>
    /// One of two pods of each stage, then the gateway itself, gets SIGTERM while queries are asked one after the other. A worker costs
    /// nobody an answer; a gateway answers what it has begun and refuses connections from then on.
    /// </summary>
    private static async Task DrainsAsync(Machine machine, PodmanPod[] pods, PodmanPod gateway, string address, CancellationToken token)
    {
        PodmanPod[] replicas = [.. pods.Where(pod => pod.Name.StartsWith("worker", StringComparison.Ordinal)).GroupBy(pod => pod.Container.Env.Single(variable => variable.Name == "Worker__Models").Value).Where(same => same.Count() > 1).Select(same => same.First())];
        replicas.Length.ShouldBe(2);
        string asking = $"{gateway.Name}-asking";
        await machine.SetUpAsync($$"""
            rm -rf $PRIVATE_MACHINE/{{asking}}; mkdir $PRIVATE_MACHINE/{{asking}}
            (source '{{Machine.Script("engine.sh")}}'; http=http://{{address}}:5180; ask_until_stopped $PRIVATE_MACHINE/{{asking}}) > /dev/null 2>&1 &
            """, token);
        foreach (PodmanPod stopped in (PodmanPod[])[.. replicas, gateway])
        {
            await machine.RunAsync($$"""
                answers() { wc -l < $PRIVATE_MACHINE/{{asking}}/answers || echo 0; }
                end=$(($(answers) + 20))
                for try in $(seq 300); do [ $(answers) -lt $end ] || exit 0; sleep 0.1; done
                cat $PRIVATE_MACHINE/{{asking}}/answers; exit 1
                """, s_limit, token);
            await StopAsync(machine, stopped, token);
        }
        await machine.RunAsync($"touch $PRIVATE_MACHINE/{asking}/stop", s_limit, token);
        string[] answers = (await machine.RunAsync($"cat $PRIVATE_MACHINE/{asking}/answers", s_limit, token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] served = [.. answers.TakeWhile(answer => !answer.StartsWith("000", StringComparison.Ordinal))];
        served.Length.ShouldBeGreaterThan(60);
        served.ShouldAllBe(answer => answer.StartsWith("200 0 ", StringComparison.Ordinal), "Every query is answered.");
        served.Count(answer => answer != "200 0 whole").ShouldBeLessThanOrEqualTo(served.Length / 20, string.Join('\n', served)); // a busy machine's deadlines
        answers[served.Length..].ShouldAllBe(answer => answer.StartsWith($"000 {Refused}", StringComparison.Ordinal) || answer.StartsWith($"000 {Reset}", StringComparison.Ordinal));
        answers[served.Length..].Count(answer => answer.StartsWith($"000 {Reset}", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(1, "One connection may have been on its way.");
        foreach (PodmanPod pod in pods.Except(replicas).Where(pod => pod != gateway))
            await StopAsync(machine, pod, token);
    }

    /// <summary>SIGTERM, and SIGKILL when the grace is over: it must have ended by itself, with 0.</summary>
    private static async Task StopAsync(Machine machine, PodmanPod pod, CancellationToken token)
    {
        string container = pod.ContainerName(pod.Container);
        await Podman(machine, ["stop", $"--time={pod.Grace.TotalSeconds.ToString(CultureInfo.InvariantCulture)}", container], token);
        (await Podman(machine, ["inspect", "--format", "{{.State.ExitCode}}", container], token)).Trim().ShouldBe("0", container);
    }

    private static Task<string> Ask(Machine machine, string gateway, string what, CancellationToken token) =>
        machine.RunAsync($"source '{Machine.Script("engine.sh")}'; http=http://{gateway}:5180; {what}", s_limit, token);

    private static Task<string> Podman(Machine machine, string[] arguments, CancellationToken token) =>
        machine.RunAsync($"podman {string.Join(' ', arguments.Select(PodmanPod.Quoted))}", s_limit, token);
}
