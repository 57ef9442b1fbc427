using System.CommandLine;
using System.Text.RegularExpressions;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using RecPipe.AccelEmulator;
using RecPipe.Gateway;
using RecPipe.LoadGen.Commands;
using RecPipe.Ranking.Configuration;
using RecPipe.ServiceDefaults;
using RecPipe.StageWorker;

namespace RecPipe.KubernetesTests;

/// <summary>Every variable and argument in the manifests is one that its program reads, and has a value it takes.</summary>
public sealed partial class SettingsTests
{
    public static TheoryData<string> Installations => Installation.All;

    [Theory]
    [MemberData(nameof(Installations))]
    public void Every_variable_binds_to_an_option_of_its_host(string folder)
    {
        Installation installed = new(folder);
        foreach (V1Deployment deployment in installed.Deployments)
        {
            V1Container container = deployment.Spec.Template.Spec.Containers.Single();
            Dictionary<string, string> environment = ContainerSettings.Variables(installed, container, "pod");
            string section = container.Name switch { "gateway" => GatewayOptions.Section, "worker" => StageWorkerOptions.Section, _ => EmulatorOptions.Section };
            environment.Keys.Where(name => !Elsewhere().IsMatch(name)).ShouldAllBe(name => name.StartsWith(section + "__"), deployment.Name());
            ListenAddresses listen = Listen(section, environment);
            Dictionary<string, int> ports = container.Ports.ToDictionary(port => port.Name, port => port.ContainerPort);
            (listen.Grpc, listen.Http).ShouldBe(($"*:{ports["grpc"]}", $"*:{ports["http"]}"));
        }
    }

    [Fact]
    public void A_variable_that_nothing_reads_is_noticed()
    {
        Should.Throw<ConfigException>(() => Listen(StageWorkerOptions.Section, new() { ["Worker__Engine"] = "2" }));
        Should.Throw<ConfigException>(() => Listen(GatewayOptions.Section, new() { ["Gateway__NameRefrehs"] = "00:00:02" }));
        Should.Throw<ConfigException>(() => Listen(EmulatorOptions.Section, new() { ["Emulator__Devices__0__Unit"] = "2" }));
    }

    [Fact]
    public void The_arguments_of_the_jobs_are_ones_that_the_load_generator_takes()
    {
        Installation load = new("load");
        Command command = LoadCommand.Create();
        foreach (V1Job job in load.Of<V1Job>())
        {
            V1Container container = job.Spec.Template.Spec.Containers.Single();
            Dictionary<string, string> environment = ContainerSettings.Variables(load, container, "pod");
            environment["JOB_COMPLETION_INDEX"] = "0";
            string[] arguments = ContainerSettings.Arguments(container, environment);
            command.Parse(arguments).Errors.Select(error => error.Message).ShouldBeEmpty(job.Name());
            if (job.Spec.Completions is int parts)
                arguments.ShouldContain($"--part=0/{parts}");
        }
    }

    [Fact]
    public void Autoscalers_ask_for_metrics_that_the_adapter_has_rules_for()
    {
        string rules = new Installation("monitoring").ConfigMap("recpipe-adapter").Data["config.yaml"];
        string[] made = [.. Made().Matches(rules).Select(match => match.Groups[1].Value)];
        foreach (V2MetricSpec metric in new Installation("overlays/cpu").Of<V2HorizontalPodAutoscaler>().SelectMany(scaler => scaler.Spec.Metrics).Where(metric => metric.Type == "Pods"))
            made.ShouldContain(metric.Pods.Metric.Name);
        string documentation = Repository.PathOf("docs", "telemetry.md");
        if (!File.Exists(documentation))
            Assert.Skip("docs/telemetry.md is not here yet: the names of the series are not checked.");
        string[] documented = [.. Series().Matches(File.ReadAllText(documentation)).Select(match => match.Value)];
        Series().Matches(rules).Select(match => Suffix().Replace(match.Value, "")).Except(made).ShouldBeSubsetOf(documented);
    }

    private static ListenAddresses Listen(string section, Dictionary<string, string> environment)
    {
        string[] arguments = [.. environment.Where(variable => !Elsewhere().IsMatch(variable.Key)).Select(variable => $"--{variable.Key.Replace("__", ":")}={variable.Value}")];
        IConfiguration configuration = new ConfigurationBuilder().AddCommandLine(arguments).Build();
        switch (section)
        {
            case GatewayOptions.Section:
                return GatewayOptions.Read(arguments).Listen;
            case StageWorkerOptions.Section:
                StageWorkerOptions worker = StageWorkerOptions.Read(configuration);
                OtherThanFolders(worker.Problems());
                return worker.Listen;
            default:
                EmulatorOptions emulator = EmulatorOptions.Read(configuration);
                OtherThanFolders(emulator.Problems());
                return emulator.Listen;
        }
    }

    /// <summary>The volume is not mounted here, and hardware files are beside the program in its image: that they are there is shown by RunningTests.</summary>
    private static void OtherThanFolders(IReadOnlyList<ConfigProblem> problems) =>
        problems.Where(problem => !problem.Problem.StartsWith("There is no f", StringComparison.Ordinal)).ShouldBeEmpty();

    [GeneratedRegex("^OTEL_")]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"name: \{ as: (\w+) \}")]
    private static partial Regex Made();

    [GeneratedRegex(@"\brecpipe_\w+")]
    private static partial Regex Series();

    [GeneratedRegex("(?<=_seconds)_(sum|count)$")]
    private static partial Regex Suffix();
}
