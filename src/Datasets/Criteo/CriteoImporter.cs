using RecPipe.Datasets.Store;
using RecPipe.Datasets.Text;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Criteo;

/// <summary>
/// Imports Criteo click logs into a feature store. One thread reads (and inflates) chunks of whole lines, several parse them,
/// the caller's numbers the categories and writes, in the order of the file. Memory holds a few chunks and the vocabularies.
/// </summary>
public sealed class CriteoImporter
{
    private static readonly TimeSpan s_patienceWithPipes = TimeSpan.FromMilliseconds(200);

    private readonly CriteoImportOptions _options;
    private readonly string _file;
    private readonly FeatureStoreWriter _writer;
    private readonly BadLines _badLines;
    private readonly ITableNumbering[] _tables;
    private long _lines;

    private CriteoImporter(CriteoImportOptions options, string file, FeatureStoreWriter writer)
    {
        _options = options;
        _file = file;
        _writer = writer;
        _badLines = new BadLines(file, options.MaxBadLines);
        _tables = [.. CriteoSchema.SparseNames.Select(_ => options.CreateNumbering())];
    }

    /// <summary>Makes a store from a file. The store appears at its place only when all went well.</summary>
    /// <param name="options">How.</param>
    /// <param name="file">
    /// Tab-separated text, gzipped or not: a label, 13 integers (empty or negative: 0; kept as log(x + 1)), 26 hex categories
    /// (empty: a value of its own, the same as 0, as in facebookresearch/dlrm).
    /// </param>
    /// <param name="directory">Where the store will be; must not exist, or be empty.</param>
    /// <param name="progress">Told the share of the file read.</param>
    /// <param name="cancellationToken">Stops the work and leaves nothing behind.</param>
    /// <exception cref="ConfigException">
    /// An option is out of range, the file cannot be read, more lines are wrong than allowed, it has no rows, or something is
    /// at the place already.
    /// </exception>
    public static CriteoImportSummary Import(
        CriteoImportOptions options, string file, string directory, IProgress<double> progress, CancellationToken cancellationToken)
    {
        options.ThrowIfInvalid();
        using LineText text = new(file, "Give a Criteo file, plain or gzipped.");
        using FeatureStoreWriter writer = new(directory, CriteoSchema.DenseWidth, CriteoSchema.SparseWidth);
        CriteoImporter importer = new(options, file, writer);
        importer.ConsumeAsync(text, progress, cancellationToken).GetAwaiter().GetResult();
        return importer.Complete();
    }

    private async Task ConsumeAsync(LineText text, IProgress<double> progress, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CriteoChunkStream chunks = new(text, _options.Parallelism);
        Task reading = Task.Run(() => chunks.ReadAsync(stop.Token), CancellationToken.None);
        try
        {
            await foreach (CriteoChunk chunk in chunks.ParsedAsync(cancellationToken).ConfigureAwait(false))
            {
                Take(chunk);
                progress.Report(text.Length == 0 ? 0 : (double)text.Position / text.Length);
                chunks.Return(chunk);
            }
        }
        catch (Exception e) when (e is LineTooLongException or InvalidDataException)
        {
            throw Unreadable(e);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            // A read from a pipe that nobody writes to cannot be cancelled; it ends with the process.
            await reading.WaitAsync(text.Length > 0 ? Timeout.InfiniteTimeSpan : s_patienceWithPipes, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Take(CriteoChunk chunk)
    {
        _badLines.Add(chunk.BadLineCount, chunk.BadLines, _lines);
        _badLines.ThrowIfTooMany();
        _lines += chunk.Lines;
        int rows = chunk.Rows;
        for (int t = 0; t < _tables.Length; t++)
            _tables[t].Number(chunk.Keys.AsSpan(t * CriteoChunk.RowCapacity, rows), chunk.Ids.AsSpan(t), CriteoSchema.SparseWidth);
        _writer.Append(
            chunk.Dense.AsSpan(0, rows * CriteoSchema.DenseWidth), chunk.Ids.AsSpan(0, rows * CriteoSchema.SparseWidth), chunk.Labels.AsSpan(0, rows));
    }

    private CriteoImportSummary Complete()
    {
        if (_writer.Rows == 0)
            throw new ConfigException(_file, "", _lines == 0 ? "It is empty." : "None of its lines is a row.", "Give a Criteo file.");
        StoreManifest manifest = _writer.Complete(blank => blank with
        {
            Source = FormattableString.Invariant($"recpipe data import criteo {Path.GetFileName(_file)} --test-share {_options.TestShare}")
                + (_options.Hashing ? " --hashing" : "") + (_options.MaxTableRows is int cap ? $" --max-table-rows {cap}" : ""),
            TrainRows = blank.Rows - (int)Math.Round(blank.Rows * _options.TestShare),
            Dense = CriteoSchema.DenseNames,
            Sparse = [.. _tables.Select((table, i) => new SparseFeature(CriteoSchema.SparseNames[i], table.TableRows, table.MissingRow, table.OverflowRow))],
        });
        return new(manifest, _lines, _badLines.Count, _badLines.First);
    }

    private ConfigException Unreadable(Exception e) => e is LineTooLongException
        ? new(_file, $"line {_lines + 1}", e.Message, "Lines end with a line feed and hold 40 columns.")
        : new(_file, "", $"The gzip data is damaged or cut off; {_lines} lines before that were whole.", "Copy the file again, or unpack what there is and import that.");
}
