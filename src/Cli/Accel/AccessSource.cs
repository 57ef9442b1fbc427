using System.CommandLine;
using RecPipe.Accelerator.Caches;
using RecPipe.Datasets.Store;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Accel;

/// <summary>Where a command's accesses come from: a text file, a feature store or the generator.</summary>
internal sealed class AccessSource
{
    private const string Command = "accel";

    /// <summary>Twice as many, a warm run's, are still as many as a sweep can tell apart; each takes about 16 bytes.</summary>
    private const int MostGenerated = 1 << 28;

    private readonly Option<string?> _trace = new("--trace") { Description = "Text file of accesses: a table and a row number a line." };
    private readonly Option<string?> _data = new("--data") { Description = "Feature store; its rows are read in order." };
    private readonly Option<string[]> _columns = new("--columns") { Description = "Tables of the feature store to read, for example C3 C4. Default: all.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<long?> _generate = new("--generate") { Description = "So many accesses to the five big tables of Criteo Kaggle, drawn from a law fitted to the published hit rates." };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Of the generated accesses.", DefaultValueFactory = _ => 1 };

    public void AddTo(Command command)
    {
        command.Options.Add(_trace);
        command.Options.Add(_data);
        command.Options.Add(_columns);
        command.Options.Add(_generate);
        command.Options.Add(_seed);
    }

    /// <exception cref="ConfigException">None or several sources, or a source that cannot be read.</exception>
    public AccessTrace Load(ParseResult parsed, CancellationToken cancellationToken)
    {
        (string? trace, string? data, long? generate) = (parsed.GetValue(_trace), parsed.GetValue(_data), parsed.GetValue(_generate));
        if ((trace is null ? 0 : 1) + (data is null ? 0 : 1) + (generate is null ? 0 : 1) != 1)
            throw new ConfigException(Command, "--trace, --data, --generate", "There must be one source of accesses.", "Give exactly one of the three.");
        if (trace is not null)
            return TraceText.Read(trace, cancellationToken);
        return data is not null ? FromStore(data, parsed.GetValue(_columns) ?? []) : Generate(generate!.Value, parsed.GetValue(_seed), cancellationToken);
    }

    private static AccessTrace Generate(long accesses, ulong seed, CancellationToken cancellationToken)
    {
        int tables = CriteoAccessTrace.TableRows.Count;
        if (accesses < tables || accesses > MostGenerated)
            throw new ConfigException(Command, "--generate", $"{accesses:N0} accesses.", $"Give between {tables} and {MostGenerated:N0}.");
        return CriteoAccessTrace.Generate((int)(accesses / tables), seed, Environment.ProcessorCount, cancellationToken);
    }

    private static AccessTrace FromStore(string directory, string[] names)
    {
        using FeatureStore store = FeatureStore.Open(directory);
        string[] known = [.. store.Manifest.Sparse.Select(feature => feature.Name)];
        ConfigException.ThrowIfAny([.. names.Where(name => !known.Contains(name)).Select(name =>
            new ConfigProblem(directory, "--columns", $"There is no table \"{name}\".", $"It has {string.Join(", ", known)}."))]);
        int[] columns = names.Length == 0 ? [.. Enumerable.Range(0, known.Length)] : [.. names.Select(name => Array.IndexOf(known, name))];
        if ((long)store.Rows * columns.Length > MostGenerated)
            throw new ConfigException(directory, "--columns", $"{(long)store.Rows * columns.Length:N0} accesses are more than fit.", $"Name fewer tables: at most {MostGenerated:N0} accesses.");
        KeyNumbering numbering = new();
        int[] ids = new int[store.Rows * columns.Length];
        for (int row = 0, i = 0; row < store.Rows; row++)
        {
            ReadOnlySpan<int> sparse = store.SparseRow(row);
            foreach (int column in columns)
                ids[i++] = numbering.IdOf(CacheKey.Of(column, sparse[column]));
        }
        return new AccessTrace(ids, numbering.Count, columns.Length);
    }
}
