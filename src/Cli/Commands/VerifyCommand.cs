using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RecPipe.Cli.Verify;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe verify`: serves a planned pipeline, offers it load and holds what comes out against the plan.</summary>
internal static class VerifyCommand
{
    /// <summary>What could not be measured, as other processes' load where the system does not say, is no number: "NaN".</summary>
    private static readonly JsonSerializerOptions s_json = new(ConfigFile.Json) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static Command Create()
    {
        Option<string?> plan = new("--plan") { Description = "Plan that `recpipe plan --out` wrote." };
        Option<string?> pipeline = new("--pipeline") { Description = "Instead of a plan: a pipeline file, or the name of a shipped one, all on this machine." };
        Option<string?> profile = new("--profile") { Description = "With --pipeline: this machine's hardware file (recpipe profile --out)." };
        Option<int[]> engines = new("--engines") { Description = "With --pipeline: engines of each stage, for example 1,1.", CustomParser = parsed => Numbers(parsed, text => int.Parse(text, CultureInfo.InvariantCulture)), DefaultValueFactory = _ => [1] };
        Option<int> candidates = new("--candidates") { Description = "With --pipeline: candidates of a query.", DefaultValueFactory = _ => 4096 };
        Option<int> subBatch = new("--sub-batch") { Description = "With --pipeline: fewest candidates of a part when idle engines share a query; 0 never.", DefaultValueFactory = _ => 0 };
        Option<DirectoryInfo> models = new("--models") { Description = "Folder of the models.", Required = true };
        Option<DirectoryInfo> data = new("--data") { Description = "Feature store that candidate ids refer to.", Required = true };
        Option<double[]> rates = new("--rates") { Description = "Offered loads, queries/s. Default: the plan's.", CustomParser = parsed => Numbers(parsed, Real), DefaultValueFactory = _ => [] };
        Option<double[]> loads = new("--loads") { Description = "Offered loads as shares of the predicted capacity, for example 0.3,0.5,0.7.", CustomParser = parsed => Numbers(parsed, Real), DefaultValueFactory = _ => [] };
        Option<int> repeat = new("--repeat") { Description = "Measurements of each load.", DefaultValueFactory = _ => 3 };
        Option<double> seconds = new("--seconds") { Description = "Of each measurement, s.", DefaultValueFactory = _ => 30 };
        Option<double> tolerance = new("--tolerance") { Description = "Largest relative error of the predicted p95 against the median of the measured ones.", DefaultValueFactory = _ => 0.2 };
        Option<ulong> seed = new("--seed") { Description = "Of arrivals and candidates.", DefaultValueFactory = _ => 1 };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("verify", "Serve a planned pipeline on this machine, offer the planned load, and compare predicted with measured latency. Exit code 1: off by more than --tolerance.")
        {
            plan, pipeline, profile, engines, candidates, subBatch, models, data, rates, loads, repeat, seconds, tolerance, seed, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            VerifyRequest request = new()
            {
                Models = parsed.GetRequiredValue(models).FullName,
                Data = parsed.GetRequiredValue(data).FullName,
                Rates = parsed.GetRequiredValue(rates),
                Shares = parsed.GetRequiredValue(loads),
                Repeat = parsed.GetValue(repeat),
                During = parsed.GetValue(seconds) is > 0 and <= 3600 and var length ? TimeSpan.FromSeconds(length) : TimeSpan.Zero,
                Tolerance = parsed.GetValue(tolerance),
                Seed = parsed.GetValue(seed),
            };
            request.ThrowIfInvalid();
            if (parsed.GetValue(plan) is not null && (parsed.GetValue(pipeline) ?? parsed.GetValue(profile)) is not null)
                throw new ConfigException("recpipe verify", "--plan", "A plan names its pipeline and its hardware.", "Give either --plan, or --pipeline with --profile.");
            VerifiedPlan verified = parsed.GetValue(plan) is { } file
                ? VerifiedPlan.Read(file)
                : VerifiedPlan.Of(parsed.GetValue(pipeline), parsed.GetValue(profile), parsed.GetRequiredValue(engines), parsed.GetValue(candidates), parsed.GetValue(subBatch));
            Verification result = await new VerifyRun(verified.Plan, verified.Model(request.Models), request).RunAsync(VerifiedPlan.Resolve, cancellationToken).ConfigureAwait(false);
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(result, s_json) : VerificationText.Of(result));
            return result.Passed ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    private static double Real(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static T[] Numbers<T>(ArgumentResult argument, Func<string, T> parse)
    {
        string text = string.Join(',', argument.Tokens.Select(token => token.Value));
        try
        {
            return [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(parse)];
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            argument.AddError($"\"{text}\" is not a list of numbers such as 1,2.");
            return [];
        }
    }
}
