namespace RecPipe.DashboardTests.Live;

/// <summary>Expressions that are asked until each has had data once: some of it is there only while something is broken, some only while nothing is.</summary>
internal sealed class Inquiry(Prometheus prometheus, IEnumerable<Expression> expressions)
{
    private readonly Dictionary<Expression, string> _open =
        expressions.DistinctBy(expression => (expression.Origin, expression.Raw)).ToDictionary(expression => expression, _ => "not asked");

    /// <summary>Those without data so far, and why.</summary>
    public IReadOnlyList<string> Problems => [.. _open.Select(open => $"{open.Key.Origin}: {open.Value}: {open.Key.PromQl}")];

    /// <summary>Asks what is still open, until nothing is or the time is up.</summary>
    public Task<bool> Ask(TimeSpan limit, CancellationToken cancellationToken) => Polling.For(
        async token =>
        {
            foreach (Expression expression in _open.Keys.ToArray())
            {
                if (await Problem(expression, token) is string problem)
                    _open[expression] = problem;
                else
                    _open.Remove(expression);
            }
            return _open.Count == 0;
        },
        limit,
        cancellationToken);

    private async Task<string?> Problem(Expression expression, CancellationToken cancellationToken)
    {
        (var series, string? error) = await prometheus.Query(expression.PromQl, cancellationToken);
        if (error is not null || series.Count == 0)
            return error ?? "no data";
        string[] missing = [.. expression.Labels.Where(label => !series.Any(labels => labels.ContainsKey(label)))];
        return missing.Length == 0 ? null : $"no label {string.Join(", ", missing)}";
    }
}
