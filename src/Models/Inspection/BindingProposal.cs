using System.Text.Json;
using RecPipe.Models.Cards;

namespace RecPipe.Models.Inspection;

/// <summary>Guesses what feeds each input from its name, type and shape and from the tables it looks up in, and notes every guess.</summary>
/// <param name="trace">Finds the tables.</param>
/// <param name="unsure">Receives what is guessed.</param>
internal sealed class BindingProposal(TableTrace trace, List<string> unsure)
{
    /// <summary>Rows of a table that could not be found: what follows is refused rather than looked up beyond the end.</summary>
    private const int UnknownRows = 1;

    private readonly Dictionary<FeatureKind, int> _columns = [];
    private readonly Dictionary<FeatureKind, List<string>> _readers = [];
    private readonly List<int> _candidateTables = [];
    private readonly List<int> _queryTables = [];

    /// <summary>Of the candidates' sparse features, then of the queries'.</summary>
    public IReadOnlyList<int> Tables => [.. _candidateTables, .. _queryTables];

    /// <summary>Binds the next input of the graph; columns of a feature are dealt out in the order of the inputs.</summary>
    /// <param name="input">The input.</param>
    /// <param name="index">Which it is.</param>
    public InputBinding Bind(TensorDescription input, int index)
    {
        string at = $"inputs[{index}] ({input.Name})";
        (InputLayout layout, int width) = LayoutOf(input, at);
        int?[] rows = trace.RowsOf(input.Name, width, layout switch { InputLayout.Vector => -1, InputLayout.Columns => 0, _ => 1 });
        FeatureKind feature = FeatureOf(input, width, rows, at);
        InputBinding binding = new(input.Name, feature, input.Type, width, Layout: layout);
        if (feature is FeatureKind.CandidateId or FeatureKind.User)
            return binding with { Rows = Known(rows[0], $"{at}.rows") };
        if (feature == FeatureKind.BagOffsets)
            return binding;
        binding = binding with { Column = _columns.GetValueOrDefault(feature) };
        if (!_readers.TryGetValue(feature, out List<string>? readers))
            _readers[feature] = readers = [];
        readers.Add(input.Name);
        _columns[feature] = binding.Column + width;
        if (feature is FeatureKind.CandidateSparse or FeatureKind.QuerySparse)
            AddTables(feature == FeatureKind.CandidateSparse ? _candidateTables : _queryTables, rows, at);
        return binding;
    }

    /// <summary>Notes where several inputs take columns of one feature.</summary>
    public void NoteShared() => unsure.AddRange(_readers.Where(shared => shared.Value.Count > 1)
        .Select(shared => $"inputs: {string.Join(", ", shared.Value)} take the columns of {AsWritten(shared.Key)} in this order."));

    /// <summary>The feature's name in a card.</summary>
    private static string AsWritten(FeatureKind feature) => JsonNamingPolicy.CamelCase.ConvertName(feature.ToString());

    private void AddTables(List<int> tables, int?[] rows, string at)
    {
        for (int column = 0; column < rows.Length; column++)
            tables.Add(Known(rows[column], $"tables, for column {column} of {at}"));
    }

    private int Known(int? rows, string field)
    {
        if (rows is null)
            unsure.Add($"{field}: no embedding table was found behind it; {UnknownRows} stands for the number of rows.");
        return rows ?? UnknownRows;
    }

    private (InputLayout Layout, int Width) LayoutOf(TensorDescription input, string at)
    {
        switch (input.Rank)
        {
            case 1:
                return (InputLayout.Vector, 1);
            case 2 when input.Extent(1) is { } columns && input.Extent(0) is { } rows:
                return InputNames.IsOffsets(input.Name) ? (InputLayout.Columns, rows) : (InputLayout.Rows, columns);
            case 2 when input.Extent(1) is { } columns:
                return (InputLayout.Rows, columns);
            case 2 when input.Extent(0) is { } rows:
                return (InputLayout.Columns, rows);
            case 2:
                unsure.Add($"{at}.width: both extents of [{string.Join(", ", input.Shape)}] are open; 1 stands for the number of columns.");
                return (InputLayout.Rows, 1);
            default:
                unsure.Add($"{at}: no card can bind an input of {input.Rank} dimensions; export the model with [batch], [batch, width] or [width, batch].");
                return (InputLayout.Rows, 1);
        }
    }

    private FeatureKind FeatureOf(TensorDescription input, int width, int?[] rows, string at)
    {
        bool integers = input.Type is "int32" or "int64";
        bool looksUp = rows.Any(row => row is not null);
        if (!integers && input.Type != "float32")
            unsure.Add($"{at}.type: nothing feeds {input.Type}; export the model with float32, int32 or int64.");
        FeatureKind feature = true switch
        {
            _ when integers && InputNames.IsOffsets(input.Name) => FeatureKind.BagOffsets,
            _ when (integers || looksUp) && width == 1 && InputNames.IsUserId(input.Name) => FeatureKind.User,
            _ when (integers || looksUp) && width == 1 && InputNames.IsCandidateId(input.Name) => FeatureKind.CandidateId,
            _ when InputNames.IsOfTheQuery(input.Name) => integers || looksUp ? FeatureKind.QuerySparse : FeatureKind.QueryDense,
            _ => integers || looksUp ? FeatureKind.CandidateSparse : FeatureKind.CandidateDense,
        };
        if (feature is not (FeatureKind.CandidateDense or FeatureKind.CandidateSparse))
            unsure.Add($"{at}.feature: {AsWritten(feature)}, by its name.");
        else if (!looksUp && integers)
            unsure.Add($"{at}.feature: {AsWritten(feature)}, by its type alone.");
        return feature;
    }
}
