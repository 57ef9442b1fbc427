using RecPipe.Datasets.Criteo;
using RecPipe.Datasets.Store;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Datasets.Synthetic;

/// <summary>
/// Rows shaped like Criteo Kaggle: its table sizes, access skew, dependent columns and count features, with clicks from a
/// planted model. Rows come in blocks, each from its own stream of the seed: the same rows whatever the number of threads,
/// and the first rows of a longer set are those of a shorter one.
/// </summary>
public sealed class SyntheticCriteo
{
    /// <summary>Rows a block.</summary>
    public const int BlockRows = 8192;

    private readonly SyntheticCriteoOptions _options;
    private readonly CriteoRowSampler _sampler;
    private readonly PlantedModel _model;

    /// <exception cref="ConfigException">An option is out of range.</exception>
    public SyntheticCriteo(SyntheticCriteoOptions options)
    {
        options.ThrowIfInvalid();
        _options = options;
        _sampler = new CriteoRowSampler(options.TableCap);
        _model = new PlantedModel(_sampler.DenseLaws);
    }

    /// <summary>Rows of each table of Criteo Kaggle, C1 to C26: 33,762,577 in all.</summary>
    public static IReadOnlyList<int> KaggleTableRows { get; } = [.. CriteoTables.All.Select(table => table.Rows)];

    /// <summary>Blocks in all; the last may be short.</summary>
    public int Blocks => (int)(((long)_options.Rows + BlockRows - 1) / BlockRows);

    /// <summary>Makes a store.</summary>
    /// <param name="options">What to make.</param>
    /// <param name="directory">Where; must not exist, or be empty.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellationToken">Stops the work and leaves nothing behind.</param>
    /// <exception cref="ConfigException">An option is out of range, or something is at the place already.</exception>
    public static StoreManifest Generate(SyntheticCriteoOptions options, string directory, IProgress<double> progress, CancellationToken cancellationToken)
    {
        SyntheticCriteo synthetic = new(options);
        using FeatureStoreWriter writer = new(directory, CriteoSchema.DenseWidth, CriteoSchema.SparseWidth);
        foreach (SyntheticBlock block in synthetic.MakeBlocks(cancellationToken))
        {
            writer.Append(
                block.Dense.AsSpan(0, block.Rows * CriteoSchema.DenseWidth),
                block.Sparse.AsSpan(0, block.Rows * CriteoSchema.SparseWidth),
                block.Labels.AsSpan(0, block.Rows));
            progress.Report((double)writer.Rows / options.Rows);
        }
        return writer.Complete(synthetic.Describe);
    }

    /// <summary>Makes one block: rows [index * <see cref="BlockRows"/>, ...), with their click probabilities.</summary>
    public void Fill(int index, SyntheticBlock block)
    {
        block.Rows = Math.Min(BlockRows, _options.Rows - index * BlockRows);
        Xoshiro256 random = new(_options.Seed, (ulong)index);
        for (int row = 0; row < block.Rows; row++)
        {
            Span<float> dense = block.Dense.AsSpan(row * CriteoSchema.DenseWidth, CriteoSchema.DenseWidth);
            Span<int> sparse = block.Sparse.AsSpan(row * CriteoSchema.SparseWidth, CriteoSchema.SparseWidth);
            _sampler.Draw(ref random, dense, sparse);
            float probability = 1 / (1 + MathF.Exp(-_model.Logit(dense, sparse)));
            block.ClickProbabilities[row] = probability;
            block.Labels[row] = random.NextUniform() < probability ? (byte)1 : (byte)0;
        }
    }

    /// <summary>All blocks in order, made ahead on several threads; a block is reused once the next is asked for.</summary>
    private IEnumerable<SyntheticBlock> MakeBlocks(CancellationToken cancellationToken)
    {
        Queue<Task<SyntheticBlock>> ahead = new();
        Stack<SyntheticBlock> free = new(Enumerable.Range(0, _options.Parallelism + 1).Select(_ => new SyntheticBlock(BlockRows)));
        for (int made = 0, taken = 0; taken < Blocks; taken++)
        {
            for (; made < Blocks && free.TryPop(out SyntheticBlock? block); made++)
                ahead.Enqueue(MakeAsync(made, block, cancellationToken));
            SyntheticBlock next = ahead.Dequeue().GetAwaiter().GetResult();
            yield return next;
            free.Push(next);
        }
    }

    private Task<SyntheticBlock> MakeAsync(int index, SyntheticBlock block, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            Fill(index, block);
            return block;
        },
        cancellationToken);

    private StoreManifest Describe(StoreManifest manifest) => manifest with
    {
        Source = FormattableString.Invariant($"recpipe data synth --preset criteo --rows {_options.Rows} --seed {_options.Seed} --test-share {_options.TestShare}")
            + (_options.TableCap is int cap ? $" --table-cap {cap}" : ""),
        TrainRows = _options.Rows - (int)Math.Round(_options.Rows * _options.TestShare),
        Dense = CriteoSchema.DenseNames,
        Sparse = [.. CriteoSchema.SparseNames.Select((name, i) => new SparseFeature(name, _sampler.TableRows[i], _sampler.MissingRow(i)))],
    };
}
