using System.Text.RegularExpressions;
using k8s.Models;

namespace RecPipe.KubernetesTests;

/// <summary>What documents say of one another: selectors, ports, targets, volumes, images.</summary>
public sealed partial class ReferenceTests
{
    public static TheoryData<string> Installations => Installation.All;

    public static TheoryData<string> Applied => Kustomize.Applied;

    [Theory]
    [MemberData(nameof(Installations))]
    public void Selectors_select_the_pods_of_their_own(string folder)
    {
        Installation installed = new(folder);
        foreach (V1Deployment deployment in installed.Deployments)
            installed.Selected(deployment.Spec.Selector).ShouldBe([deployment.Name()]);
        foreach (V1Service service in installed.Services)
            installed.Selected(service.Spec.Selector).ShouldBe([service.Name().Replace("-pods", "")]);
        foreach (V1PodDisruptionBudget budget in installed.Of<V1PodDisruptionBudget>())
            installed.Selected(budget.Spec.Selector).ShouldBe([budget.Name()]);
        foreach (V2HorizontalPodAutoscaler scaler in installed.Of<V2HorizontalPodAutoscaler>())
        {
            V2CrossVersionObjectReference target = scaler.Spec.ScaleTargetRef;
            V1Deployment scaled = installed.Deployments.Single(deployment => (deployment.ApiVersion, deployment.Kind, deployment.Name()) == (target.ApiVersion, target.Kind, target.Name));
            scaled.Spec.Replicas.ShouldBeNull("applying again would undo what the autoscaler did");
        }
        installed.Deployments.Select(deployment => deployment.Name()).ShouldBe(installed.Of<V1PodDisruptionBudget>().Select(budget => budget.Name()), ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Installations))]
    public void Ports_of_probes_and_services_are_ports_of_the_container(string folder)
    {
        Installation installed = new(folder);
        foreach (V1Deployment deployment in installed.Deployments)
        {
            V1Container container = deployment.Spec.Template.Spec.Containers.Single();
            Dictionary<string, int> ports = container.Ports.ToDictionary(port => port.Name, port => port.ContainerPort);
            foreach (V1Probe probe in (V1Probe[])[container.StartupProbe, container.ReadinessProbe, container.LivenessProbe])
                probe.Grpc.Port.ShouldBe(ports["grpc"], deployment.Name());
            V1Service[] services = [.. installed.Services.Where(service => installed.Selected(service.Spec.Selector).Contains(deployment.Name()))];
            services.ShouldContain(service => service.Spec.ClusterIP == "None");
            foreach (V1ServicePort port in services.SelectMany(service => service.Spec.Ports))
                port.Port.ShouldBe(ports[port.TargetPort.Value]);
            deployment.Spec.Template.Metadata.Annotations["prometheus.io/port"].ShouldBe($"{ports["http"]}");
        }
    }

    [Theory]
    [MemberData(nameof(Installations))]
    public void Network_policies_let_through_what_the_pipelines_need_and_name_pods_that_exist(string folder)
    {
        Installation installed = new(folder);
        V1NetworkPolicy[] policies = [.. installed.Of<V1NetworkPolicy>()];
        policies.Single(policy => policy.Name() == "deny-all").Spec.PolicyTypes.ShouldBe(["Ingress", "Egress"]);
        foreach (string stage in installed.Deployments.Select(deployment => deployment.Name()).Where(name => name != "gateway"))
        {
            policies.Any(policy => Selects(policy.Spec.PodSelector, "gateway") && Rules(policy.Spec.Egress).Any(rule => Leads(rule.Ports, rule.To, stage))).ShouldBeTrue($"gateway may not call {stage}");
            policies.Any(policy => Selects(policy.Spec.PodSelector, stage) && Rules(policy.Spec.Ingress).Any(rule => Leads(rule.Ports, rule.FromProperty, "gateway"))).ShouldBeTrue($"{stage} does not listen to the gateway");
        }
        IEnumerable<string> named = policies.SelectMany(policy => Rules(policy.Spec.Ingress)).SelectMany(rule => rule.Ports).Select(port => port.Port.Value);
        named.Distinct().ShouldBeSubsetOf(["grpc", "http"]);

        bool Selects(V1LabelSelector selector, string pod) => installed.Selected(selector).Contains(pod);

        bool Leads(IEnumerable<V1NetworkPolicyPort> ports, IEnumerable<V1NetworkPolicyPeer> peers, string pod) =>
            ports.Any(port => port.Port.Value == "grpc") && peers.Any(peer => peer.NamespaceSelector is null && peer.PodSelector is not null && Selects(peer.PodSelector, pod));

        static IEnumerable<T> Rules<T>(IEnumerable<T>? rules) => rules ?? [];
    }

    [Theory]
    [MemberData(nameof(Applied))]
    public void Volumes_and_configuration_exist(string folder)
    {
        Installation installed = new(folder);
        string[] claims = [.. installed.Of<V1PersistentVolumeClaim>().Select(claim => claim.Name()), .. folder == "load" ? (string[])["recpipe"] : []];
        foreach ((string name, V1PodTemplateSpec template) in installed.Pods)
        {
            V1PodSpec pod = template.Spec;
            foreach (V1Volume volume in pod.Volumes)
            {
                if (volume.PersistentVolumeClaim is { } claim)
                    claims.ShouldContain(claim.ClaimName);
                if (volume.ConfigMap is { } map)
                    installed.ConfigMap(map.Name).ShouldNotBeNull();
            }
            foreach (V1Container container in pod.Containers.Concat(pod.InitContainers ?? []))
            {
                container.VolumeMounts.Select(mount => mount.Name).ShouldBeSubsetOf(pod.Volumes.Select(volume => volume.Name), name);
                foreach (V1EnvFromSource source in container.EnvFrom ?? [])
                    installed.ConfigMap(source.ConfigMapRef.Name).Data.ShouldNotBeEmpty();
                foreach (V1ConfigMapKeySelector key in (container.Env ?? []).Select(variable => variable.ValueFrom?.ConfigMapKeyRef).OfType<V1ConfigMapKeySelector>())
                    installed.ConfigMap(key.Name).Data.ShouldContainKey(key.Key);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Applied))]
    public void Every_image_is_a_target_of_the_dockerfile_with_a_tag(string folder)
    {
        string dockerfile = Repository.PathOf("deploy", "docker", "Dockerfile");
        string[] images = [.. new Installation(folder).Containers.Select(entry => entry.Container.Image)];
        images.ShouldAllBe(image => Image().IsMatch(image));
        if (!File.Exists(dockerfile))
            Assert.Skip("deploy/docker/Dockerfile is not here yet: the names of the images are not checked.");
        string[] targets = [.. Target().Matches(File.ReadAllText(dockerfile)).Select(match => match.Groups[1].Value)];
        images.Select(image => Image().Match(image).Groups[1].Value).Distinct().ShouldBeSubsetOf(targets);
    }

    [GeneratedRegex(@"^recpipe/([a-z-]+):\d+\.\d+\.\d+$")]
    private static partial Regex Image();

    [GeneratedRegex(@"^FROM \S+ AS (\S+)$", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Target();
}
