using RecPipe.Evaluation.Queries;
using RecPipe.Inference;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Stages;

namespace RecPipe.Evaluation.Scores;

/// <summary>Has a model score every slot of a set of queries once, by the engines that serve it.</summary>
internal sealed class CandidateScorer(EnginePool pool, string model, QuerySet queries)
{
    /// <summary>Candidates a request where they belong to no query: a few runs of an engine.</summary>
    private const int RequestCandidates = 2048;

    /// <summary>Fills in what is NaN.</summary>
    /// <param name="scores">In the order of <see cref="QuerySet.Slots"/>; filled in as far as it got when it is cancelled or fails.</param>
    /// <param name="progress">Share of the missing scores that are there.</param>
    /// <param name="cancellationToken">Stops between requests.</param>
    /// <exception cref="ConfigException">The queries are not what the model reads.</exception>
    /// <exception cref="InvalidOperationException">The model fails.</exception>
    public async Task ScoreAsync(float[] scores, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        int[] missing = [.. Enumerable.Range(0, scores.Length).Where(i => float.IsNaN(scores[i]))];
        int done = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = pool.Options.Engines + 1, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Requests(missing), options, async (request, stop) =>
        {
            await RunAsync(missing.AsMemory(request), scores, stop).ConfigureAwait(false);
            int length = request.GetOffsetAndLength(missing.Length).Length;
            progress?.Report((double)Interlocked.Add(ref done, length) / missing.Length);
        }).ConfigureAwait(false);
    }

    /// <summary>Ranges of the missing slots, each of one query where queries have contexts.</summary>
    private IEnumerable<Range> Requests(int[] missing)
    {
        for (int start = 0, end; start < missing.Length; start = end)
        {
            end = start + 1;
            while (end < missing.Length && (queries.HasContext ? QueryOf(missing[end]) == QueryOf(missing[start]) : end - start < RequestCandidates))
                end++;
            yield return start..end;
        }
    }

    private int QueryOf(int slot) => slot / queries.Candidates;

    private async ValueTask RunAsync(ReadOnlyMemory<int> slots, float[] scores, CancellationToken cancellationToken)
    {
        int[] candidates = new int[slots.Length];
        QueryContext? context = null;
        if (queries.HasContext)
        {
            int query = QueryOf(slots.Span[0]);
            context = queries.ContextOf(query);
            for (int i = 0; i < candidates.Length; i++)
                candidates[i] = queries.CandidatesOf(query).Span[slots.Span[i] % queries.Candidates];
        }
        else
        {
            for (int i = 0; i < candidates.Length; i++)
                candidates[i] = queries.Slots[slots.Span[i]];
        }
        StageReply reply = await pool.RankAsync(new StageRequest(model, candidates, candidates.Length, Deadline.None, null, context), cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (reply.Status == StageStatus.InvalidArgument)
            throw new ConfigException(queries.Identity.Data, "", $"The model {model} cannot score it: {reply.Detail}", "Evaluate the model on the data that it was made for.");
        if (reply.Status != StageStatus.Ok)
            throw new InvalidOperationException($"The model {model} does not score: {reply.Status}: {reply.Detail}");
        for (int i = 0; i < candidates.Length; i++)
            scores[slots.Span[reply.Positions.Span[i]]] = reply.Scores.Span[i];
    }
}
