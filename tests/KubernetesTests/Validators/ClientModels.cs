using k8s;
using k8s.Models;

namespace RecPipe.KubernetesTests.Validators;

/// <summary>Reads manifests with the .NET client's types: an unknown field, a repeated one or a value of another type is an error.</summary>
internal static class ClientModels
{
    private static readonly Dictionary<string, Type> s_types = new()
    {
        ["v1/Namespace"] = typeof(V1Namespace),
        ["v1/Service"] = typeof(V1Service),
        ["v1/ConfigMap"] = typeof(V1ConfigMap),
        ["v1/PersistentVolumeClaim"] = typeof(V1PersistentVolumeClaim),
        ["apps/v1/Deployment"] = typeof(V1Deployment),
        ["batch/v1/Job"] = typeof(V1Job),
        ["policy/v1/PodDisruptionBudget"] = typeof(V1PodDisruptionBudget),
        ["networking.k8s.io/v1/NetworkPolicy"] = typeof(V1NetworkPolicy),
        ["autoscaling/v2/HorizontalPodAutoscaler"] = typeof(V2HorizontalPodAutoscaler),
    };

    /// <exception cref="YamlDotNet.Core.YamlException">A document does not fit its type.</exception>
    public static IReadOnlyList<object> Load(string yaml) => KubernetesYaml.LoadAllFromString(yaml, s_types, strict: true);
}
