using RecPipe.Gateway.Workers;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Pipelines;

/// <summary>Asks each worker once what it serves, however many stages name it.</summary>
internal sealed class WorkerCensus(TimeSpan timeout, TimeProvider clock)
{
    private readonly Dictionary<Worker, Task<StageDescription>> _answers = [];

    /// <summary>Starts asking, so that slow workers are waited for together.</summary>
    public void Ask(IEnumerable<Worker> workers, CancellationToken cancellationToken)
    {
        foreach (Worker worker in workers)
            _ = AskAsync(worker, cancellationToken);
    }

    /// <exception cref="StageUnreachableException">It does not answer in time.</exception>
    public Task<StageDescription> AskAsync(Worker worker, CancellationToken cancellationToken)
    {
        if (!_answers.TryGetValue(worker, out Task<StageDescription>? answer))
            _answers[worker] = answer = DescribeAsync(worker, cancellationToken);
        return answer;
    }

    private async Task<StageDescription> DescribeAsync(Worker worker, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(timeout, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await worker.DescribeAsync(either.Token);
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested)
        {
            throw new StageUnreachableException(worker.Address, new TimeoutException($"nothing came within {DurationConverter.Format(timeout)}.", e));
        }
    }
}
