namespace RecPipe.Accelerator.Hardware;

/// <summary>The fields of a "measured" file.</summary>
internal static class MeasuredFields
{
    private const int MostItems = 1 << 24;
    private const int MostCores = 4096;
    private const double LeastMs = 1e-6;
    private const double MostMs = 1e7;
    private const double MostRatio = 1e6;

    public static MeasuredDevice Read(FieldReader fields)
    {
        MeasuredDevice device = new()
        {
            Name = fields.Text("name"),
            Provenance = fields.Text("provenance"),
            Models = fields.Section("models") is { } models ? ReadModels(models) : NoModels(),
            Cores = fields.Has("cores") ? (int)fields.Whole("cores", 0, MostCores, "Cores that the engines share; 0 for none.") : 0,
            Variation = fields.Section("variation") is { } variation ? variation.Names.ToDictionary(name => name, name => ReadVariation(variation, name)) : NoVariation(),
            RestedVariation = fields.Section("restedVariation") is { } rested ? rested.Names.ToDictionary(name => name, name => ReadVariation(rested, name)) : NoVariation(),
            CoolingMilliseconds = fields.Has("coolingMs") ? fields.Number("coolingMs", 0, MostMs, "Milliseconds after which an idle engine's caches are cold; 0 at once.") : 0,
            Overhead = fields.Section("overhead") is { } overhead ? ReadOverhead(overhead) : null,
            Machine = fields.OptionalText("machine"),
            Version = fields.OptionalText("version"),
        };
        if (device.Models.Count == 0)
            fields.Refuse("models", "There are none.", "Give at least one model, { \"rm-small\": [ { \"items\": 256, \"ms\": 1.5 } ] }.");
        foreach ((string section, IEnumerable<string> named) in ((string, IEnumerable<string>)[])[("variation", device.Variation.Keys), ("restedVariation", device.RestedVariation.Keys)])
        {
            foreach (string stranger in named.Where(model => !device.Models.ContainsKey(model)))
                fields.Refuse($"{section}.{stranger}", "There are no times of that model.", $"Use one of: {string.Join(", ", device.Models.Keys)}.");
        }
        fields.RefuseOthers();
        return device;
    }

    private static Dictionary<string, IReadOnlyList<MeasuredTime>> ReadModels(FieldReader models) =>
        models.Names.ToDictionary(name => name, IReadOnlyList<MeasuredTime> (name) => ReadPoints(models, name, ReadTime, point => point.Items));

    private static MeasuredOverhead ReadOverhead(FieldReader fields)
    {
        MeasuredOverhead overhead = new()
        {
            Query = ReadPoints(fields, "query", ReadCost, point => point.Items),
            Stage = ReadPoints(fields, "stage", ReadCost, point => point.Items),
            Variation = fields.Has("variation") ? ReadVariation(fields, "variation") : [],
            StageVariation = fields.Has("stageVariation") ? ReadVariation(fields, "stageVariation") : [],
        };
        fields.RefuseOthers();
        return overhead;
    }

    private static T[] ReadPoints<T>(FieldReader owner, string name, Func<FieldReader, T> read, Func<T, int> itemsOf)
    {
        IReadOnlyList<FieldReader> entries = owner.List(name);
        T[] points = [.. entries.Select(read)];
        for (int i = 1; i < points.Length; i++)
        {
            if (itemsOf(points[i]) <= itemsOf(points[i - 1]))
                entries[i].Refuse("items", $"{itemsOf(points[i])} does not follow {itemsOf(points[i - 1])}.", "List points by items, fewest first, each once.");
        }
        return points;
    }

    private static MeasuredTime ReadTime(FieldReader entry)
    {
        MeasuredTime point = new(ReadItems(entry), entry.Number("ms", LeastMs, MostMs, "Milliseconds from request to answer."))
        {
            RestedMilliseconds = entry.Has("restedMs") ? entry.Number("restedMs", LeastMs, MostMs, "Milliseconds on an engine that had nothing to do before.") : null,
            BusyMilliseconds = entry.Has("busyMs") ? entry.Numbers("busyMs", LeastMs, MostMs, "Milliseconds with one, two, ... engines at work.") : [],
        };
        entry.RefuseOthers();
        return point;
    }

    private static MeasuredCost ReadCost(FieldReader entry)
    {
        MeasuredCost cost = new(
            ReadItems(entry),
            entry.Number("ms", 0, MostMs, "Milliseconds that a query is longer under way."),
            entry.Number("cpuMs", 0, MostMs, "Milliseconds of processor time."));
        entry.RefuseOthers();
        return cost;
    }

    private static int ReadItems(FieldReader entry) => (int)entry.Whole("items", 1, MostItems, "Candidates of the stage.");

    private static IReadOnlyList<double> ReadVariation(FieldReader fields, string name)
    {
        const string Remedy = "Quantiles of (time / mean time), rising, with mean 1.";
        IReadOnlyList<double> quantiles = fields.Numbers(name, 0, MostRatio, Remedy);
        if (quantiles.Zip(quantiles.Skip(1)).Any(pair => pair.Second < pair.First))
            fields.Refuse(name, "It falls.", Remedy);
        else if (quantiles.Count > 0 && Math.Abs(quantiles.Average() - 1) > 0.01)
            fields.Refuse(name, FormattableString.Invariant($"Its mean is {quantiles.Average():0.###}."), Remedy);
        return quantiles;
    }

    private static Dictionary<string, IReadOnlyList<MeasuredTime>> NoModels() => [];

    private static Dictionary<string, IReadOnlyList<double>> NoVariation() => [];
}
