using k8s.Models;
using RecPipe.KubernetesTests.Validators;

namespace RecPipe.KubernetesTests;

/// <summary>What one applied folder holds, by kind.</summary>
internal sealed class Installation(string folder)
{
    /// <summary>Folders that make an installation by themselves.</summary>
    public static TheoryData<string> All => ["overlays/cpu", "overlays/emulated", "overlays/gpu"];

    private readonly IReadOnlyList<object> _documents = ClientModels.Load(Kustomize.Render(folder));

    public IEnumerable<V1Deployment> Deployments => Of<V1Deployment>();

    public IEnumerable<V1Service> Services => Of<V1Service>();

    /// <summary>Pods that deployments and jobs make, by the name of what makes them.</summary>
    public IEnumerable<(string Name, V1PodTemplateSpec Template)> Pods =>
        Deployments.Select(made => (made.Name(), made.Spec.Template)).Concat(Of<V1Job>().Select(made => (made.Name(), made.Spec.Template)));

    public IEnumerable<(string Pod, V1Container Container)> Containers =>
        Pods.SelectMany(pod => pod.Template.Spec.Containers.Concat(pod.Template.Spec.InitContainers ?? []).Select(container => (pod.Name, container)));

    public IEnumerable<T> Of<T>() => _documents.OfType<T>();

    /// <summary>Pods whose labels have all of these.</summary>
    public string[] Selected(V1LabelSelector selector) => [.. Pods.Where(pod => Matches(selector, pod.Template.Metadata.Labels)).Select(pod => pod.Name)];

    public string[] Selected(IDictionary<string, string> labels) => Selected(new V1LabelSelector { MatchLabels = labels });

    public V1ConfigMap ConfigMap(string named) => Of<V1ConfigMap>().Single(map => map.Name() == named);

    private static bool Matches(V1LabelSelector selector, IDictionary<string, string> labels) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(wanted => labels.TryGetValue(wanted.Key, out string? value) && value == wanted.Value)
        && (selector.MatchExpressions ?? []).All(wanted => wanted.OperatorProperty == "In" && labels.TryGetValue(wanted.Key, out string? value) && wanted.Values.Contains(value));
}
