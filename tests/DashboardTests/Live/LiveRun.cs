using RecPipe.Tools.Dashboards;

namespace RecPipe.DashboardTests.Live;

/// <summary>One run of the system under Prometheus through all faults, and what was seen. Does nothing where Prometheus is not installed.</summary>
public sealed class LiveRun : IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly LiveSystem _system = new();
    private readonly Dictionary<string, string> _fired = [];
    private readonly HashSet<string> _cleared = [];
    private Prometheus? _prometheus;

    /// <summary>Alerts that fired after the fault that should make them, with their labels and texts.</summary>
    internal IReadOnlyDictionary<string, string> Fired => _fired;

    /// <summary>Those that were silent again after their fault was over.</summary>
    internal IReadOnlySet<string> Cleared => _cleared;

    /// <summary>All rules, as Prometheus listed them during the faults.</summary>
    internal IReadOnlyList<Rule> Rules { get; private set; } = [];

    /// <summary>Why expressions of dashboards have no data.</summary>
    internal IReadOnlyList<string> DashboardProblems { get; private set; } = [];

    /// <summary>Why rules have no data.</summary>
    internal IReadOnlyList<string> RuleProblems { get; private set; } = [];

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

        _system.Overload();
        _system.KillRanker();
        await SeeFiring(
            ["RecPipeSloBurnFast", "RecPipeSloBurnSlow", "RecPipeErrorShare", "RecPipeShedding", "RecPipeQueueGrowing", "RecPipeStageDown", "RecPipeTargetDown", "RecPipeDegradedShare"],
            cancellationToken);
        await AskEverything(cancellationToken);
        _system.EndOverload();
        await _system.RestartRanker(cancellationToken);

        await SeeFiring(["RecPipeEmulatorOffPace"], cancellationToken, _system.StallEmulator);
        await SeeFiring(["RecPipeLoadLag"], cancellationToken, _system.StallLoad);
        await SeeCleared(cancellationToken);

        _system.KillGateway();
        await SeeFiring(["RecPipeGatewayDown"], cancellationToken);
        await _system.RestartGateway(cancellationToken);
        await SeeCleared(cancellationToken);
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

    /// <param name="alerts">Those that the fault makes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="again">A fault that is over at once, and is injected until they have fired.</param>
    private Task<bool> SeeFiring(string[] alerts, CancellationToken cancellationToken, Func<CancellationToken, Task>? again = null) => Polling.For(
        async token =>
        {
            if (again is not null)
                await again(token);
            return await Polling.For(inner => AllFired(alerts, inner), again is null ? TimeSpan.Zero : TimeSpan.FromSeconds(4), token);
        },
        s_limit,
        cancellationToken);

    private async Task<bool> AllFired(string[] alerts, CancellationToken cancellationToken)
    {
        foreach ((string alert, string text) in await Firing(cancellationToken))
            _fired.TryAdd(alert, text);
        return alerts.All(_fired.ContainsKey);
    }

    private Task<bool> SeeCleared(CancellationToken cancellationToken) => Polling.For(
        async token =>
        {
            _cleared.UnionWith(_fired.Keys.Except((await Firing(token)).Keys));
            return _cleared.Count == _fired.Count;
        },
        s_limit,
        cancellationToken);

    private async Task AskEverything(CancellationToken cancellationToken)
    {
        Rules = await _prometheus!.Rules(cancellationToken);
        DashboardProblems = await Ask([.. Catalogue.All.SelectMany(Expressions.Of), new("annotation", DashboardJson.AlertsExpr)], cancellationToken);
        RuleProblems = await Ask([.. Rules.SelectMany(rule => rule.State is null ? [new($"record {rule.Name}", rule.Name)] : Expressions.Watched(rule))], cancellationToken);
    }

    /// <summary>Again and again until everything has data: some of it needs two scrapes after a query of its kind.</summary>
    private async Task<IReadOnlyList<string>> Ask(IReadOnlyList<Expression> expressions, CancellationToken cancellationToken)
    {
        Dictionary<Expression, string> problems = expressions.DistinctBy(expression => (expression.Origin, expression.Raw)).ToDictionary(expression => expression, _ => "not asked");
        await Polling.For(
            async token =>
            {
                foreach (Expression expression in problems.Keys.ToArray())
                {
                    if (await Problem(expression, token) is string problem)
                        problems[expression] = problem;
                    else
                        problems.Remove(expression);
                }
                return problems.Count == 0;
            },
            TimeSpan.FromSeconds(15),
            cancellationToken);
        return [.. problems.Select(problem => $"{problem.Key.Origin}: {problem.Value}: {problem.Key.PromQl}")];
    }

    private async Task<string?> Problem(Expression expression, CancellationToken cancellationToken)
    {
        (var series, string? error) = await _prometheus!.Query(expression.PromQl, cancellationToken);
        if (error is not null || series.Count == 0)
            return error ?? "no data";
        string[] missing = [.. expression.Labels.Where(label => !series.Any(labels => labels.ContainsKey(label)))];
        return missing.Length == 0 ? null : $"no label {string.Join(", ", missing)}";
    }
}
