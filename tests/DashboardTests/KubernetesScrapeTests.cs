using System.Text.Json;
using System.Text.RegularExpressions;

namespace RecPipe.DashboardTests;

/// <summary>What Prometheus makes of the pods of a cluster: deploy/kubernetes/monitoring, with pods of the test's in the place of the API's.</summary>
public sealed partial class KubernetesScrapeTests
{
    [Theory]
    [InlineData("gateway", "http", "true", "Running", "gateway")]
    [InlineData("worker-large", "http", "true", "Running", "worker-large")]
    [InlineData("gateway", "grpc", "true", "Running", null)]
    [InlineData("worker-large", "http", "true", "Failed", null)] // evicted, and listed until somebody deletes it
    [InlineData("load", "http", "true", "Succeeded", null)]
    [InlineData("prepare", "http", "", "Running", null)]
    public async Task Pods_that_run_are_scraped_once_as_the_job_that_alerts_know(string component, string port, string scrape, string phase, string? job)
    {
        string promtool = Tool.Require("promtool");
        using TemporaryFolder folder = new();
        string pod = $$"""
                static_configs:
                  - targets: ["10.0.0.1:5000"]
                    labels:
                      __meta_kubernetes_pod_annotation_prometheus_io_scrape: "{{scrape}}"
                      __meta_kubernetes_pod_container_port_name: {{port}}
                      __meta_kubernetes_pod_label_app_kubernetes_io_component: {{component}}
                      __meta_kubernetes_pod_phase: {{phase}}
                      __meta_kubernetes_pod_name: {{component}}-0
                      __meta_kubernetes_namespace: recpipe

            """;
        string shipped = File.ReadAllText(Repository.PathOf("deploy", "kubernetes", "monitoring", "prometheus-recpipe.yml"));
        string configuration = Discovery().Replace(shipped, pod);
        configuration.ShouldNotBe(shipped);
        File.WriteAllText(folder.PathOf("prometheus.yml"), configuration);
        string said = await Tool.Run(promtool, ["check", "service-discovery", "--timeout=200ms", folder.PathOf("prometheus.yml"), "recpipe"], TestContext.Current.CancellationToken);
        JsonElement labels = JsonDocument.Parse(said).RootElement[0].GetProperty("labels");
        string?[] found = [.. new[] { "job", "namespace", "pod" }.Select(name => labels.TryGetProperty(name, out JsonElement value) ? value.GetString() : null)];
        found.ShouldBe(job is null ? [null, null, null] : [job, "recpipe", $"{component}-0"]);
    }

    [GeneratedRegex(@"    kubernetes_sd_configs:\n(?:      .*\n)+")]
    private static partial Regex Discovery();
}
