using Microsoft.ML.OnnxRuntime;
using RecPipe.Inference.Backends;
using RecPipe.Models.Cards;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Stages;

namespace RecPipe.Inference.Sessions;

/// <summary>A ranking model loaded into ONNX Runtime and checked against its card. Safe for concurrent runs.</summary>
public sealed class ModelSession : IDisposable
{
    private readonly ModelCard _card;
    private readonly int[] _tables;
    private readonly bool _scoresAreColumn;

    private ModelSession(ModelCard card, string cardPath, InferenceSession session, IBackend backend)
    {
        _card = card;
        _tables = [.. card.Tables];
        CardPath = cardPath;
        Session = session;
        Backend = backend.Name;
        RunsInHostMemory = backend.RunsInHostMemory;
        DenseWidth = WidthOf(FeatureKind.CandidateDense);
        SparseWidth = WidthOf(FeatureKind.CandidateSparse);
        InputNames = [.. card.Inputs.Select(input => input.Name)];
        OutputNames = [card.Output.Name];
        _scoresAreColumn = session.OutputMetadata[card.Output.Name].Dimensions.Length == 2;
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

    /// <summary>Rows of each embedding table, [sparse width].</summary>
    public ReadOnlySpan<int> Tables => _tables;

    internal string Backend { get; }

    internal bool RunsInHostMemory { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="card">Its card.</param>
    /// <param name="cardPath">Where the card lies, with the .onnx beside it.</param>
    /// <param name="backend">What it will run on.</param>
    /// <exception cref="ConfigException">ONNX Runtime cannot load it, or the graph is not what the card says; lists all mismatches.</exception>
    public static ModelSession Load(ModelCard card, string cardPath, IBackend backend)
    {
        string onnx = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(cardPath))!, card.File);
        InferenceSession session = Open(onnx, backend);
        IReadOnlyList<ConfigProblem> problems = [.. CardCheck.Problems(card, cardPath, session)];
        if (problems.Count == 0)
            return new ModelSession(card, cardPath, session, backend);
        session.Dispose();
        throw new ConfigException(problems);
    }

    /// <summary>Loads every model of a folder.</summary>
    public static IReadOnlyList<ModelSession> LoadFolder(string folder, IBackend backend, bool verifyChecksums)
    {
        _ = verifyChecksums;
        return [.. Directory.GetFiles(folder, "*" + ModelCard.Suffix).Order(StringComparer.Ordinal).Select(path => Load(ConfigFile.Load<ModelCard>(path), path, backend))];
    }

    /// <summary>Shape of the score tensor of a batch: [batch] or [batch, 1], as the graph has it.</summary>
    public long[] OutputShape(int rows) => _scoresAreColumn ? [rows, 1] : [rows];

    public void Dispose() => Session.Dispose();

    internal ModelDescription Describe() => new(Name, _card.Family, _card.Sha256[_card.File], DenseWidth, SparseWidth);

    private int WidthOf(FeatureKind feature) => _card.Inputs.FirstOrDefault(input => input.Feature == feature)?.Width ?? 0;

    private static InferenceSession Open(string onnx, IBackend backend)
    {
        using SessionOptions options = backend.CreateSessionOptions();
        try
        {
            return new InferenceSession(onnx, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ConfigException(onnx, "", $"ONNX Runtime cannot load it: {e.Message}", "Export the model again.");
        }
    }
}
