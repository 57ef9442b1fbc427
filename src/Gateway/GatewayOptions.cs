using RecPipe.Ranking.Configuration;
using RecPipe.ServiceDefaults;

namespace RecPipe.Gateway;

/// <summary>How a gateway runs (section "Gateway" of appsettings.json, the environment and the command line).</summary>
public sealed record GatewayOptions
{
    public const string Section = "Gateway";

    private static readonly Dictionary<string, string> s_shortNames = new()
    {
        ["--pipelines"] = $"{Section}:Pipelines:0",
        ["--workers"] = $"{Section}:Workers:0",
        ["--grpc"] = $"{Section}:Listen:Grpc",
        ["--http"] = $"{Section}:Listen:Http",
        ["--allow-unreachable"] = $"{Section}:AllowUnreachable",
    };

    /// <summary>Pipeline files, or folders of them.</summary>
    public IReadOnlyList<string> Pipelines { get; init; } = [];

    /// <summary>Workers of the stages that name none themselves; when empty those use the embedded worker.</summary>
    public IReadOnlyList<string> Workers { get; init; } = [];

    public ListenAddresses Listen { get; init; } = new() { Grpc = "127.0.0.1:5100", Http = "127.0.0.1:5180" };

    /// <summary>
    /// Start although workers cannot be asked what they serve, as orchestrators start things in any order. What could
    /// not be checked is logged; queries fail with <c>UNAVAILABLE</c> until the workers answer.
    /// </summary>
    public bool AllowUnreachable { get; init; }

    /// <summary>How long a worker may take at start to say what it serves.</summary>
    public TimeSpan DescribeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often names of workers ("dns:///name:port") are looked up again.</summary>
    public TimeSpan NameRefresh { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Left of a client's deadline for the answer's way back, but never more than a tenth of it.</summary>
    public TimeSpan ReplyReserve { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Share of queries, 0 to 1, of which consecutive stages' orders are compared (metric recpipe.gateway.stage.agreement).</summary>
    public double QualitySample { get; init; }

    /// <exception cref="ConfigException">A setting is unknown or has the wrong form.</exception>
    public static GatewayOptions Read(string[] args)
    {
        ConfigException.ThrowIfAny(
        [
            .. CommandLineSettings.UnknownIn(args, Section, s_shortNames.Keys)
                .Select(arg => new ConfigProblem("command line", arg, "There is no such option.", "--help lists them.")),
        ]);
        IConfiguration configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine(args, s_shortNames)
            .Build();
        try
        {
            GatewayOptions options = configuration.GetSection(Section).Get<GatewayOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new();
            return options.Pipelines.Count > 0 ? options : options with { Pipelines = ["configs/pipelines"] };
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigException("settings", Section, e.Message, "See docs/gateway.md.");
        }
    }
}
