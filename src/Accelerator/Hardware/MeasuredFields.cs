namespace RecPipe.Accelerator.Hardware;

/// <summary>The fields of a "measured" file.</summary>
internal static class MeasuredFields
{
    private const int MostItems = 1 << 24;
    private const double LeastMs = 1e-6;
    private const double MostMs = 1e7;

    public static MeasuredDevice Read(FieldReader fields)
    {
        MeasuredDevice device = new()
        {
            Name = fields.Text("name"),
            Provenance = fields.Text("provenance"),
            Models = fields.Section("models") is { } models ? ReadModels(models) : NoModels(),
        };
        if (device.Models.Count == 0)
            fields.Refuse("models", "There are none.", "Give at least one model, { \"rm-small\": [ { \"items\": 256, \"ms\": 1.5 } ] }.");
        fields.RefuseOthers();
        return device;
    }

    private static Dictionary<string, IReadOnlyList<MeasuredTime>> ReadModels(FieldReader models) =>
        models.Names.ToDictionary(name => name, IReadOnlyList<MeasuredTime> (name) => ReadPoints(models, name));

    private static MeasuredTime[] ReadPoints(FieldReader models, string name)
    {
        IReadOnlyList<FieldReader> entries = models.List(name);
        MeasuredTime[] points = [.. entries.Select(ReadPoint)];
        for (int i = 1; i < points.Length; i++)
        {
            if (points[i].Items <= points[i - 1].Items)
                entries[i].Refuse("items", $"{points[i].Items} does not follow {points[i - 1].Items}.", "List points by items, fewest first, each once.");
        }
        return points;
    }

    private static MeasuredTime ReadPoint(FieldReader entry)
    {
        MeasuredTime point = new(
            (int)entry.Whole("items", 1, MostItems, "Candidates of the stage."),
            entry.Number("ms", LeastMs, MostMs, "Milliseconds from request to answer."));
        entry.RefuseOthers();
        return point;
    }

    private static Dictionary<string, IReadOnlyList<MeasuredTime>> NoModels() => [];
}
