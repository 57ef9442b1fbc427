using k8s.Models;
using RecPipe.ServiceDefaults;

namespace RecPipe.KubernetesTests;

/// <summary>Every pod passes the `restricted` pod security standard, cannot write where it need not, and has limits and time to drain.</summary>
public sealed class SecurityTests
{
    public static TheoryData<string> Applied => Kustomize.Applied;

    [Theory]
    [MemberData(nameof(Applied))]
    public void Pods_run_locked_down(string folder)
    {
        foreach ((string name, V1PodTemplateSpec template) in new Installation(folder).Pods)
        {
            V1PodSpec pod = template.Spec;
            (pod.SecurityContext.RunAsNonRoot, pod.SecurityContext.RunAsUser, pod.SecurityContext.SeccompProfile.Type).ShouldBe((true, 1654, "RuntimeDefault"), name);
            (pod.AutomountServiceAccountToken, pod.EnableServiceLinks).ShouldBe((false, false), name);
            (pod.HostNetwork ?? pod.HostPID ?? pod.HostIPC).ShouldBeNull(name);
            pod.Volumes.ShouldAllBe(volume => volume.HostPath == null);
        }
    }

    [Theory]
    [MemberData(nameof(Applied))]
    public void Containers_run_locked_down_and_within_limits(string folder)
    {
        foreach ((string pod, V1Container container) in new Installation(folder).Containers)
        {
            V1SecurityContext security = container.SecurityContext;
            (security.AllowPrivilegeEscalation, security.ReadOnlyRootFilesystem, security.Privileged ?? false).ShouldBe((false, true, false), pod);
            security.Capabilities.Drop.ShouldBe(["ALL"], pod);
            security.Capabilities.Add.ShouldBeNull();
            foreach (string resource in (string[])["cpu", "memory"])
                container.Resources.Requests[resource].ToDecimal().ShouldBeInRange(0.001m, container.Resources.Limits[resource].ToDecimal(), $"{pod} {resource}");
        }
    }

    [Theory]
    [InlineData("overlays/cpu")]
    [InlineData("overlays/emulated")]
    [InlineData("overlays/gpu")]
    public void A_stopping_pod_has_time_to_be_forgotten_and_to_drain(string folder)
    {
        foreach (V1Deployment deployment in new Installation(folder).Deployments)
        {
            V1PodSpec pod = deployment.Spec.Template.Spec;
            TimeSpan leaving = TimeSpan.FromSeconds(pod.Containers.Single().Lifecycle.PreStop.Sleep.Seconds);
            TimeSpan.FromSeconds(pod.TerminationGracePeriodSeconds ?? 30).ShouldBeGreaterThan(leaving + HostExtensions.DrainTimeout + TimeSpan.FromSeconds(2), deployment.Name());
            deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value.ShouldBe("0", "a new pod is ready before an old one goes");
        }
    }
}
