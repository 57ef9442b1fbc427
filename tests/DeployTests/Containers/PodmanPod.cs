using System.Text.Json;
using k8s.Models;
using RecPipe.KubernetesTests;

namespace RecPipe.DeployTests.Containers;

/// <summary>
/// A pod of a manifest as a container of podman: image, command, arguments, environment, user, root file system, capabilities, mounts and
/// the name of its services. A field that is not carried over is refused, unless it is one of those that a container alone cannot have.
/// </summary>
/// <param name="installed">Holds its config maps and services.</param>
/// <param name="template">The pod's.</param>
/// <param name="name">The pod's name.</param>
/// <param name="volumes">Folder under which claims and config maps are.</param>
internal sealed class PodmanPod(Installation installed, V1PodTemplateSpec template, string name, string volumes)
{
    /// <summary>Requests and limits need cgroups, which these machines' containers do without; the kubelet's sleep before SIGTERM is the test's.</summary>
    private static readonly string[] s_notCarried = [nameof(V1Container.Resources), nameof(V1Container.Lifecycle)];

    private static readonly string[] s_carried =
    [
        nameof(V1Container.Name), nameof(V1Container.Image), nameof(V1Container.Command), nameof(V1Container.Args), nameof(V1Container.Env), nameof(V1Container.EnvFrom), nameof(V1Container.Ports),
        nameof(V1Container.VolumeMounts), nameof(V1Container.SecurityContext), nameof(V1Container.StartupProbe), nameof(V1Container.ReadinessProbe), nameof(V1Container.LivenessProbe),
    ];

    public string Name => name;

    public V1Container Container => template.Spec.Containers.Single();

    public IEnumerable<V1Container> InitContainers => template.Spec.InitContainers ?? [];

    /// <summary>Between SIGTERM and SIGKILL: the grace period less the sleep before SIGTERM.</summary>
    public TimeSpan Grace => TimeSpan.FromSeconds(template.Spec.TerminationGracePeriodSeconds!.Value - (Container.Lifecycle?.PreStop?.Sleep?.Seconds ?? 0));

    /// <summary>Arguments of `podman run`, up to the image's own.</summary>
    /// <exception cref="NotSupportedException">The manifest says something that is not carried over.</exception>
    public string[] Run(V1Container container)
    {
        Refuse(container);
        List<string> run = ["run", "--pull=never", "--no-healthcheck", $"--name={ContainerName(container)}", $"--hostname={name}", "--network=recpipe"];
        run.AddRange(installed.Services.Where(service => Selects(service.Spec.Selector)).Select(service => $"--network-alias={service.Name()}"));
        AddSecurity(run, container.SecurityContext);
        Dictionary<string, string> variables = ContainerSettings.Variables(installed, container, name);
        run.AddRange(variables.Select(variable => $"--env={variable.Key}={variable.Value}"));
        run.AddRange((container.VolumeMounts ?? []).Select(Mount));
        if (container.Command is { } command)
            run.Add($"--entrypoint={JsonSerializer.Serialize(command)}");
        return [.. run, $"docker.io/{container.Image}", .. ContainerSettings.Arguments(container, variables)];
    }

    public string ContainerName(V1Container container) => $"{name}-{container.Name}";

    /// <summary>What the kubelet does for a probe, from the pods' network.</summary>
    /// <param name="probe">Of the manifest.</param>
    /// <param name="address">The pod's.</param>
    public string Probe(V1Probe probe, string address)
    {
        int limit = probe.TimeoutSeconds ?? 1;
        return probe switch
        {
            { Grpc: { } grpc } when string.IsNullOrEmpty(grpc.Service) => $"timeout {limit} dotnet '{Repository.PathOf("src", "Gateway", "bin", Repository.Configuration, "net10.0", "RecPipe.Gateway.dll")}' --health {address}:{grpc.Port}",
            { HttpGet: { } get } => $"curl --silent --fail --max-time {limit} 'http://{address}:{Port(get.Port)}{get.Path}'",
            { Exec: { } exec } => $"timeout {limit} podman exec {ContainerName(Container)} {string.Join(' ', exec.Command.Select(Quoted))}",
            _ => throw new NotSupportedException($"{name}: a probe of another kind."),
        };
    }

    public static string Quoted(string argument) => $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private bool Selects(IDictionary<string, string> selector) => selector.All(wanted => template.Metadata.Labels.TryGetValue(wanted.Key, out string? value) && value == wanted.Value);

    private int Port(IntOrString port) => int.TryParse(port.Value, out int number) ? number : Container.Ports.Single(named => named.Name == port.Value).ContainerPort;

    private void AddSecurity(List<string> run, V1SecurityContext own)
    {
        V1PodSecurityContext shared = template.Spec.SecurityContext;
        run.Add($"--user={own.RunAsUser ?? shared.RunAsUser}:{own.RunAsGroup ?? shared.RunAsGroup}");
        if (own.ReadOnlyRootFilesystem == true)
            run.AddRange(["--read-only", "--read-only-tmpfs=false"]);
        run.AddRange((own.Capabilities?.Drop ?? []).Select(capability => $"--cap-drop={capability}"));
        if (own.AllowPrivilegeEscalation == false)
            run.Add("--security-opt=no-new-privileges");
        if ((own.SeccompProfile ?? shared.SeccompProfile)?.Type == "RuntimeDefault")
            run.Add("--security-opt=seccomp=/usr/share/containers/seccomp.json");
    }

    private string Mount(V1VolumeMount mount)
    {
        string readOnly = mount.ReadOnlyProperty == true ? ":ro" : "";
        return template.Spec.Volumes.Single(volume => volume.Name == mount.Name) switch
        {
            { PersistentVolumeClaim: { } claim } => $"--volume={Path.Combine(volumes, claim.ClaimName)}:{mount.MountPath}{readOnly}",
            { ConfigMap: { } map } => $"--volume={Path.Combine(volumes, map.Name)}:{mount.MountPath}{readOnly}",
            { EmptyDir: { } empty } => $"--tmpfs={mount.MountPath}:rw,mode=1777,size={empty.SizeLimit.ToInt64()}",
            _ => throw new NotSupportedException($"{name}: volume {mount.Name} is of another kind."),
        };
    }

    private void Refuse(V1Container container)
    {
        foreach (System.Reflection.PropertyInfo field in typeof(V1Container).GetProperties())
        {
            if (field.GetValue(container) is not null && !s_carried.Contains(field.Name) && !s_notCarried.Contains(field.Name))
                throw new NotSupportedException($"{ContainerName(container)}: {field.Name} is not carried over to podman.");
        }
    }
}
