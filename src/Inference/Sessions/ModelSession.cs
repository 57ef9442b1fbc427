using Microsoft.ML.OnnxRuntime;
using RecPipe.Inference.Backends;
using RecPipe.Models.Cards;
using RecPipe.Models.Files;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Stages;

namespace RecPipe.Inference.Sessions;

/// <summary>A ranking model loaded into ONNX Runtime and checked against its card. Safe for concurrent runs.</summary>
public sealed class ModelSession : IDisposable
{
    private readonly ModelCard _card;
    private readonly int[] _tables;
    private readonly bool _scoresAreColumn;

    private ModelSession(ModelFile file, InferenceSession session, IBackend backend)
    {
        _card = file.Card;
        DenseWidth = WidthOf(FeatureKind.CandidateDense);
        SparseWidth = WidthOf(FeatureKind.CandidateSparse);
        QueryDenseWidth = WidthOf(FeatureKind.QueryDense);
        QuerySparseWidth = WidthOf(FeatureKind.QuerySparse);
        CandidateRows = RowsOf(FeatureKind.CandidateId);
        UserRows = RowsOf(FeatureKind.User);
        FixedBatch = CardCheck.FixedBatch(_card, session);
        _tables = [.. _card.Tables];
        CardPath = file.CardPath;
        Session = session;
        Backend = backend.Name;
        RunsInHostMemory = backend.RunsInHostMemory;
        InputNames = [.. _card.Inputs.Select(input => input.Name)];
        OutputNames = [_card.Output.Name];
        _scoresAreColumn = session.OutputMetadata[_card.Output.Name].Dimensions.Length == 2;
    }

    public string Name => _card.Name;

    public string CardPath { get; }

    public InferenceSession Session { get; }

    /// <summary>Inputs of the graph, in the order of <see cref="InputNames"/>.</summary>
    public IReadOnlyList<InputBinding> Inputs => _card.Inputs;

    public IReadOnlyList<string> InputNames { get; }

    /// <summary>The score, alone.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>Dense features a candidate; 0 when the model reads none.</summary>
    public int DenseWidth { get; }

    /// <summary>Sparse features a candidate; 0 when the model reads none.</summary>
    public int SparseWidth { get; }

    /// <summary>Dense features a query; 0 when the model reads none.</summary>
    public int QueryDenseWidth { get; }

    /// <summary>Sparse features a query; 0 when the model reads none.</summary>
    public int QuerySparseWidth { get; }

    /// <summary>Candidate ids that the model itself reads are below this; 0 when it reads none.</summary>
    public int CandidateRows { get; }

    /// <summary>Users are below this; 0 when the model reads no user.</summary>
    public int UserRows { get; }

    /// <summary>Candidates that every run of the graph takes: 1, so that the engine runs it once for each; 0 when it takes any number.</summary>
    public int FixedBatch { get; }

    /// <summary>False for a model that needs neither a feature store nor inline features.</summary>
    public bool ReadsCandidateFeatures => DenseWidth + SparseWidth > 0;

    /// <summary>Rows of the embedding table of each sparse feature of a candidate, [sparse width].</summary>
    public ReadOnlySpan<int> Tables => _tables.AsSpan(0, SparseWidth);

    /// <summary>Rows of the embedding table of each sparse feature of a query, [query sparse width].</summary>
    public ReadOnlySpan<int> QueryTables => _tables.AsSpan(SparseWidth);

    internal string Backend { get; }

    internal bool RunsInHostMemory { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="file">The model.</param>
    /// <param name="backend">What it will run on.</param>
    /// <exception cref="ConfigException">ONNX Runtime cannot load it, or the graph is not what the card says; lists all mismatches.</exception>
    public static ModelSession Load(ModelFile file, IBackend backend)
    {
        InferenceSession session = Open(file, backend);
        IReadOnlyList<ConfigProblem> problems = [.. CardCheck.Problems(file, session)];
        if (problems.Count == 0)
            return new ModelSession(file, session, backend);
        session.Dispose();
        throw new ConfigException(problems);
    }

    /// <summary>Loads every model of a folder.</summary>
    /// <param name="folder">Model cards, each with its .onnx beside it.</param>
    /// <param name="backend">What they will run on.</param>
    /// <param name="verifyChecksums">Read every file and compare it with its card; seconds for gigabytes of tables.</param>
    /// <exception cref="ConfigException">Lists what is wrong with any of them.</exception>
    public static IReadOnlyList<ModelSession> LoadFolder(string folder, IBackend backend, bool verifyChecksums)
    {
        List<ModelSession> sessions = [];
        List<ConfigProblem> problems = [];
        foreach (ModelFile file in ModelFolder.Load(folder))
        {
            try
            {
                if (verifyChecksums)
                    file.VerifyChecksums();
                sessions.Add(Load(file, backend));
            }
            catch (ConfigException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        if (problems.Count == 0)
            return sessions;
        sessions.ForEach(session => session.Dispose());
        throw new ConfigException(problems);
    }

    /// <summary>Shape of the score tensor of a batch: [batch] or [batch, 1], as the graph has it.</summary>
    public long[] OutputShape(int rows) => _scoresAreColumn ? [rows, 1] : [rows];

    public void Dispose() => Session.Dispose();

    internal ModelDescription Describe() => new(Name, _card.Family, _card.Sha256[_card.File], DenseWidth, SparseWidth)
    {
        CandidateRows = CandidateRows,
        UserRows = UserRows,
        QueryDenseWidth = QueryDenseWidth,
        QuerySparseWidth = QuerySparseWidth,
        FixedBatch = FixedBatch,
    };

    private int WidthOf(FeatureKind feature) => _card.WidthOf(feature);

    private int RowsOf(FeatureKind feature) => _card.Inputs.Where(input => input.Feature == feature).Select(input => input.Rows ?? 0).DefaultIfEmpty().Min();

    private static InferenceSession Open(ModelFile file, IBackend backend)
    {
        using SessionOptions options = backend.CreateSessionOptions();
        try
        {
            OrtEnv.Instance().DisableTelemetryEvents(); // its official builds send usage events unless told not to
            return new InferenceSession(file.ModelPath, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ConfigException(file.ModelPath, "", $"ONNX Runtime cannot load it: {e.Message}", "Export the model again.");
        }
    }
}
