using System.CommandLine;
using System.Text.Json;
using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.LoadGen.Commands;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Commands.Accel;

/// <summary>`recpipe accel time`: how long the modelled accelerator takes for a stage, and where the time goes.</summary>
internal sealed class AccelTimeCommand
{
    private const int DefaultTopN = 64;

    private readonly Option<string[]> _hardware = Many<string>("--hardware", "Hardware file, or the name of a shipped one: rpaccel-1, -4, -16, -64; several at once.", required: true);
    private readonly Option<string[]> _models = Many<string>("--model", "Model configuration, or the name of a shipped one: rm-small, rm-med, rm-large; several at once.", required: true);
    private readonly Option<int[]> _items = Many<int>("--items", "Candidates; several at once.", required: true);
    private readonly Option<int[]> _topN = Many<int>("--top-n", "Survivors sent back; several at once. Left out: 64 in corrected mode, 0 in parity mode, as the published pipeline asks.", required: false);
    private readonly Option<string[]> _without = Many<string>("--without", $"Corrections to leave out: {string.Join(", ", CorrectionNames.Each.Select(CorrectionNames.Of))}; or all.", required: false);
    private readonly Option<string[]> _only = Many<string>("--only", "Corrections to make, no others.", required: false);
    private readonly Option<string[]> _set = Many<string>("--set", "What-if value of a number in the hardware file, by its JSON path: dramBandwidthGiBps=16; may be repeated.", required: false);
    private readonly Option<TimingMode> _mode = new Option<TimingMode>("--mode") { Description = "parity: the published model bit for bit. corrected: with its faults put right.", DefaultValueFactory = _ => TimingMode.Corrected }.OneOf();
    private readonly Option<SortPlace> _sort = new Option<SortPlace>("--sort") { Description = $"Who filters: the device, or the host (at most {StageWork.MostHostSorted} items).", DefaultValueFactory = _ => SortPlace.Device }.OneOf();
    private readonly Option<double> _hitRate = new("--hit-rate") { Description = "Share of embedding rows found on chip, 0 to 1.", DefaultValueFactory = _ => StageWork.PublishedHitRate };
    private readonly Option<double> _flashRate = new("--flash-rate") { Description = "Share of embedding rows read from flash, 0 to 1." };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON: one object, or a list of them when there is more than one; times in cycles and in seconds." };

    public static Command Create()
    {
        AccelTimeCommand options = new();
        options._topN.Aliases.Add("--keep");
        Command command = new("time", "Time of one stage of one query on an idle accelerator, and where it goes: every combination of hardware, model, items and survivors.")
        {
            options._hardware, options._models, options._items, options._topN, options._mode, options._without, options._only,
            options._set, options._sort, options._hitRate, options._flashRate, options._json,
        };
        command.SetAction(options.Run);
        return command;
    }

    private void Run(ParseResult parsed)
    {
        TimingOptions options = Options(parsed);
        int[] items = parsed.GetRequiredValue(_items);
        int[]? topN = parsed.GetValue(_topN) is { Length: > 0 } given ? given : null;
        Check(items, topN ?? [], options);
        ModelShape[] models = [.. parsed.GetRequiredValue(_models).Select(name => ModelShape.Of(ModelConfigs.Load(ShippedConfigs.Resolve(ShippedConfigs.Models, name))))];
        IReadOnlyDictionary<string, double> overrides = Overrides.Parse(parsed.GetValue(_set) ?? []);
        RpAccelTimes[] devices = [.. parsed.GetRequiredValue(_hardware).Select(name =>
            new RpAccelTimes(HardwareFile.LoadRpAccel(ShippedConfigs.Resolve(ShippedConfigs.Hardware, name), overrides), options))];
        AccelTimeReport[] reports =
        [
            .. from device in devices
               from model in models
               from count in items
               from top in topN ?? [options.Mode == TimingMode.Parity ? 0 : Math.Min(DefaultTopN, count)]
               select AccelTimeReport.Of(device, model, count, top, options),
        ];
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (!parsed.GetValue(_json))
        {
            output.WriteLine(FormattableString.Invariant($"{options.Mode} mode, {options.HitRate:P0} of the rows on chip{string.Concat((parsed.GetValue(_set) ?? []).Select(value => $", {value}"))}; us are of one query on an idle device, what overlaps counts once."));
            output.WriteLine();
            output.Write(AccelTimeReport.Table(reports).ToText());
        }
        else if (reports.Length == 1)
            output.WriteLine(JsonSerializer.Serialize(reports[0], AccelTimeReport.Json));
        else
            output.WriteLine(JsonSerializer.Serialize(reports, AccelTimeReport.Json));
    }

    private TimingOptions Options(ParseResult parsed)
    {
        TimingMode mode = parsed.GetValue(_mode);
        string[] without = parsed.GetValue(_without) ?? [];
        string[] only = parsed.GetValue(_only) ?? [];
        if (mode == TimingMode.Parity && without.Length + only.Length > 0)
            throw new ConfigException("accel time", "--mode", "Parity mode makes no corrections.", "Drop --without and --only, or use --mode corrected.");
        if (without.Length > 0 && only.Length > 0)
            throw new ConfigException("accel time", "--only", "--without is there too.", "Give one of the two.");
        return new TimingOptions
        {
            Mode = mode,
            Corrections = only.Length > 0 ? CorrectionNames.Parse(only, "--only") : Corrections.All & ~CorrectionNames.Parse(without, "--without"),
            Sort = parsed.GetValue(_sort),
            HitRate = parsed.GetValue(_hitRate),
            FlashRate = parsed.GetValue(_flashRate),
        };
    }

    private static void Check(int[] items, int[] topN, TimingOptions options)
    {
        List<ConfigProblem> problems = [];
        Require(items.All(count => count >= 1), "--items", "A stage has at least one candidate.", "Give 1 or more.");
        Require(options.Sort == SortPlace.Device || items.All(count => count <= StageWork.MostHostSorted), "--items",
            "Nobody has measured how long the host sorts that many.", $"Sort on the device, or give at most {StageWork.MostHostSorted}.");
        Require(topN.All(count => count >= 0), "--top-n", "It is negative.", "Give 0 or more.");
        Require(topN.All(count => count <= items.Min()), "--top-n", "These are more survivors than candidates.", "Give at most the smallest number of --items.");
        Require(options.HitRate is >= 0 and <= 1, "--hit-rate", "It is no share.", "Give 0 to 1.");
        Require(options.FlashRate is >= 0 and <= 1, "--flash-rate", "It is no share.", "Give 0 to 1.");
        Require(options.HitRate + options.FlashRate <= 1, "--flash-rate", "With --hit-rate it is more than all rows.", "The two together are at most 1.");
        ConfigException.ThrowIfAny(problems);

        void Require(bool holds, string option, string problem, string remedy)
        {
            if (!holds)
                problems.Add(new("accel time", option, problem, remedy));
        }
    }

    private static Option<T[]> Many<T>(string name, string description, bool required) =>
        new(name) { Description = description, Required = required, AllowMultipleArgumentsPerToken = true };
}
