using RecPipe.Tools.Dashboards;

namespace RecPipe.DashboardTests.Live;

/// <summary>One run of the system under Prometheus through all faults, and what was seen. Does nothing where Prometheus is not installed.</summary>
public sealed class LiveRun : IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private static readonly Expression[] s_mistakes =
    [
        new("syntax", "sum by (pipeline) (rate(recpipe_gateway_queries_total[1m])"),
        new("metric", "sum(rate(recpipe_gateway_querys_total[10s]))"),
        new("value", "recpipe_gateway_queries_total{status=\"OK\"}"),
        new("legend", "sum by (pipeline) (recpipe_gateway_in_flight)", "stage"),
        new("matcher", "recpipe_gateway_queries_total{pipline=~\".*\"}"),
        new("grouping", "sum by (pipline) (recpipe_gateway_in_flight)"),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly LiveSystem _system = new();
    private readonly Dictionary<string, string> _fired = [];
    private readonly HashSet<string> _cleared = [];
    private readonly HashSet<string> _unasked = [];
    private Prometheus? _prometheus;

    /// <summary>Alerts that fired after the fault that should make them, with their labels and texts.</summary>
    internal IReadOnlyDictionary<string, string> Fired => _fired;

    /// <summary>Those that were silent again after their fault was over.</summary>
    internal IReadOnlySet<string> Cleared => _cleared;

    /// <summary>Those that fired as long as anybody waited, before their fault.</summary>
    internal IReadOnlySet<string> FiredUnasked => _unasked;

    /// <summary>All rules, as Prometheus listed them during the faults.</summary>
    internal IReadOnlyList<Rule> Rules { get; private set; } = [];

    /// <summary>Why expressions of dashboards have no data.</summary>
    internal IReadOnlyList<string> DashboardProblems { get; private set; } = [];

    /// <summary>Why rules have no data.</summary>
    internal IReadOnlyList<string> RuleProblems { get; private set; } = [];

    /// <summary>What was found wrong with expressions that are wrong.</summary>
    internal IReadOnlyList<string> FoundMistakes { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        if (Tool.Find("prometheus") is not string path)
            return;
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await _system.Start(cancellationToken);
        QuickConfiguration.Write(_folder.Root, _system.Targets);
        _prometheus = await Prometheus.Start(path, _folder.Root, cancellationToken);
        if (!await Polling.For(IsHealthy, s_limit, cancellationToken))
            throw new InvalidOperationException($"It is not healthy without a fault. Alerts:\n{string.Join('\n', await Firing(cancellationToken))}\n{_system.Output}");

        await SeeFiring(
            ["RecPipeSloBurnFast", "RecPipeSloBurnSlow", "RecPipeErrorShare", "RecPipeShedding", "RecPipeQueueGrowing", "RecPipeStageDown", "RecPipeTargetDown", "RecPipeDegradedShare"],
            _system.OverloadAndKillRanker,
            cancellationToken);
        Rules = await _prometheus.Rules(cancellationToken);
        Inquiry dashboards = new(_prometheus, Expressions.WithLabels([.. Catalogue.All.SelectMany(Expressions.Of), new("annotation", DashboardJson.AlertsExpr)]));
        Inquiry rules = new(_prometheus, Rules.SelectMany(Expressions.Of));
        Inquiry mistakes = new(_prometheus, Expressions.WithLabels(s_mistakes));
        await Ask(TimeSpan.FromSeconds(2));
        _system.EndOverload();
        await _system.RestartRanker(cancellationToken);
        await Ask(TimeSpan.FromSeconds(20));

        await SeeFiring(["RecPipeEmulatorOffPace"], _system.StallEmulator, cancellationToken);
        await SeeFiring(["RecPipeLoadLag"], _system.StallLoad, cancellationToken);
        await SeeCleared(cancellationToken);

        await SeeFiring(["RecPipeGatewayDown"], _system.KillGateway, cancellationToken);
        await _system.RestartGateway(cancellationToken);
        await SeeCleared(cancellationToken);

        async Task Ask(TimeSpan limit)
        {
            await dashboards.Ask(limit, cancellationToken);
            await rules.Ask(limit, cancellationToken);
            await mistakes.Ask(TimeSpan.Zero, cancellationToken);
            (DashboardProblems, RuleProblems, FoundMistakes) = (dashboards.Problems, rules.Problems, mistakes.Problems);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
            await _prometheus.DisposeAsync();
        await _system.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<bool> IsHealthy(CancellationToken cancellationToken)
    {
        (var answered, _) = await _prometheus!.Query("sum by (pipeline) (rate(recpipe_load_queries_total{status=\"Ok\"}[5s])) > 0", cancellationToken);
        (var judged, _) = await _prometheus.Query("pipeline:recpipe_gateway_objective_burn:rate5m < 6", cancellationToken);
        return answered.Count == 2 && judged.Count == 2 && (await Firing(cancellationToken)).Count == 0;
    }

    private async Task<IReadOnlyDictionary<string, string>> Firing(CancellationToken cancellationToken) =>
        (await _prometheus!.Rules(cancellationToken)).Where(rule => rule.IsFiring).ToDictionary(rule => rule.Name, rule => string.Join('\n', rule.Alerts!));

    /// <summary>Waits until alerts fire that were silent before.</summary>
    /// <param name="alerts">Those that the fault makes.</param>
    /// <param name="fault">Injects it; called again while they have not fired, as a stall is over at once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private async Task SeeFiring(string[] alerts, Func<CancellationToken, Task> fault, CancellationToken cancellationToken)
    {
        if (!await Polling.For(async token => !(await Firing(token)).Keys.Intersect(alerts).Any(), s_limit, cancellationToken))
        {
            _unasked.UnionWith((await Firing(cancellationToken)).Keys.Intersect(alerts));
            return; // what fires by itself does not fire by its fault
        }
        await Polling.For(
            async token =>
            {
                await fault(token);
                return await Polling.For(AllFired, TimeSpan.FromSeconds(4), token);
            },
            s_limit,
            cancellationToken);

        async Task<bool> AllFired(CancellationToken token)
        {
            foreach ((string alert, string text) in (await Firing(token)).IntersectBy(alerts, alert => alert.Key))
                _fired.TryAdd(alert, text);
            return alerts.All(_fired.ContainsKey);
        }
    }

    private Task<bool> SeeCleared(CancellationToken cancellationToken) => Polling.For(
        async token =>
        {
            _cleared.UnionWith(_fired.Keys.Except((await Firing(token)).Keys));
            return _cleared.Count == _fired.Count;
        },
        s_limit,
        cancellationToken);
}
