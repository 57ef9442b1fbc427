using System.Security.Cryptography;
using System.Text.Json;
using RecPipe.Models.Cards;
using RecPipe.Models.Files;
using RecPipe.Models.Onnx;
using RecPipe.Models.Onnx.Proto;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Inspection;

/// <summary>Reads an .onnx file of any origin and proposes a model card for it, without running it.</summary>
public static class ModelInspector
{
    private const string Family = "onnx";
    private const string StandardDomain = "ai.onnx";

    /// <exception cref="ConfigException">It is no ONNX model, or its external files are missing or lie outside its folder; lists all.</exception>
    public static ModelInspection Inspect(string path)
    {
        ModelProto model = OnnxFile.Read(path);
        IReadOnlyList<string> external = ExternalFiles.Of(model);
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        ConfigException.ThrowIfAny([.. external
            .Select(name => (Name: name, Found: FilesBeside.Problem(directory, name)))
            .Where(file => file.Found is not null)
            .Select(file => new ConfigProblem(path, "", $"A tensor lies elsewhere: {file.Found!.Value.Problem}", file.Found.Value.Remedy))]);
        HashSet<string> initializers = [.. model.Graph.Initializer.Select(tensor => tensor.Name)];
        TensorDescription[] inputs = [.. model.Graph.Input.Where(input => !initializers.Contains(input.Name)).Select(Describe)];
        TensorDescription[] outputs = [.. model.Graph.Output.Select(Describe)];
        List<string> unsure = [];
        ModelCard card = Propose(model, path, inputs, outputs, unsure);
        int batch = FixedBatch(inputs, card.Inputs);
        if (batch > 1)
            unsure.Add($"inputs: every run takes exactly {batch} candidates, which no worker serves; export the model with an open batch, or a batch of 1.");
        return new()
        {
            File = path,
            Producer = $"{model.ProducerName} {model.ProducerVersion}".Trim(),
            IrVersion = model.IrVersion,
            Opsets = model.OpsetImport.GroupBy(opset => DomainOf(opset)).ToDictionary(group => group.Key, group => group.Max(opset => opset.Version)),
            Parameters = GraphWalk.Tensors(model).Where(tensor => ElementTypes.IsReal(tensor.DataType)).Sum(CountOf),
            Bytes = external.Select(name => Path.Combine(directory, name)).Append(path).Sum(file => new FileInfo(file).Length),
            ExternalFiles = external,
            Inputs = inputs,
            Outputs = outputs,
            FixedBatch = batch,
            Card = card with { Sha256 = external.Prepend(card.File).ToDictionary(name => name, name => Sha256(Path.Combine(directory, name))) },
            Unsure = unsure,
        };
    }

    /// <summary>Writes the proposed card beside the model.</summary>
    /// <returns>The card's path.</returns>
    /// <exception cref="ConfigException">There is a card already, or no card can serve the model.</exception>
    public static string WriteCard(ModelInspection inspection)
    {
        string path = Path.ChangeExtension(inspection.File, null) + ModelCard.Suffix;
        if (File.Exists(path))
            throw new ConfigException(path, "", "There is a card already.", "Remove it first, or edit it.");
        ConfigException.ThrowIfAny([.. CardRules.Problems(inspection.Card, path)]);
        ConfigFile.Save(path, inspection.Card);
        return path;
    }

    private static ModelCard Propose(ModelProto model, string path, TensorDescription[] inputs, TensorDescription[] outputs, List<string> unsure)
    {
        GraphValues values = new(model);
        BindingProposal bindings = new(new TableTrace(values), unsure);
        InputBinding[] bound = [.. inputs.Select(bindings.Bind)];
        bindings.NoteShared();
        return new()
        {
            Name = Path.GetFileNameWithoutExtension(path),
            Family = Family,
            Configuration = JsonSerializer.SerializeToElement(new { }),
            File = Path.GetFileName(path),
            Sha256 = new Dictionary<string, string>(),
            Opset = (int)Math.Clamp(model.OpsetImport.Where(opset => DomainOf(opset) == StandardDomain).Select(opset => opset.Version).DefaultIfEmpty(1).Max(), 1, int.MaxValue),
            Inputs = bound,
            Output = OutputProposal.Of(outputs, values, unsure),
            Tables = bindings.Tables,
        };
    }

    private static int FixedBatch(TensorDescription[] inputs, IReadOnlyList<InputBinding> bound) => inputs.Zip(bound)
        .Where(input => input.First.Rank is 1 or 2)
        .Select(input => input.First.Extent(input.Second.Layout == InputLayout.Columns ? 1 : 0) ?? 0)
        .DefaultIfEmpty().Max();

    private static TensorDescription Describe(ValueInfoProto value)
    {
        TypeProto.Types.Tensor? tensor = value.Type?.TensorType;
        return tensor is null
            ? new(value.Name, "not a tensor", [])
            : new(value.Name, ElementTypes.NameOf(tensor.ElemType), [.. (tensor.Shape?.Dim ?? []).Select(Extent)]);
    }

    private static string Extent(TensorShapeProto.Types.Dimension extent) => extent.ValueCase switch
    {
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue when extent.DimValue > 0 => $"{extent.DimValue}",
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam when extent.DimParam.Length > 0 => extent.DimParam,
        _ => "?",
    };

    private static string DomainOf(OperatorSetIdProto opset) => opset.Domain.Length == 0 ? StandardDomain : opset.Domain;

    private static long CountOf(TensorProto tensor) => tensor.Dims.Any(extent => extent < 0) ? 0 : tensor.Dims.Aggregate(1L, (count, extent) => count * extent);

    private static string Sha256(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
