using System.Text.RegularExpressions;
using k8s.Models;

namespace RecPipe.KubernetesTests;

/// <summary>What the kubelet makes of a container's variables and arguments before it starts it.</summary>
internal static partial class ContainerSettings
{
    /// <summary>A container's variables with their values.</summary>
    /// <param name="installed">Holds its config maps.</param>
    /// <param name="container">Whose.</param>
    /// <param name="pod">The pod's name.</param>
    public static Dictionary<string, string> Variables(Installation installed, V1Container container, string pod)
    {
        Dictionary<string, string> variables = [];
        foreach (V1EnvFromSource source in container.EnvFrom ?? [])
        {
            foreach ((string name, string value) in installed.ConfigMap(source.ConfigMapRef.Name).Data)
                variables[name] = value;
        }
        foreach (V1EnvVar variable in container.Env ?? [])
        {
            variables[variable.Name] = variable.ValueFrom switch
            {
                null => variable.Value,
                { FieldRef.FieldPath: "metadata.name" } => pod,
                { ConfigMapKeyRef: { } key } => installed.ConfigMap(key.Name).Data[key.Key],
                _ => throw new NotSupportedException(variable.Name),
            };
        }
        return variables;
    }

    /// <summary>Its arguments, with each $(NAME) replaced by the variable's value.</summary>
    public static string[] Arguments(V1Container container, IReadOnlyDictionary<string, string> variables) =>
        [.. (container.Args ?? []).Select(argument => Reference().Replace(argument, match => variables[match.Groups[1].Value]))];

    [GeneratedRegex(@"\$\(([A-Za-z_]+)\)")]
    private static partial Regex Reference();
}
