using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Verify;

/// <summary>How `recpipe verify` measures.</summary>
internal sealed record VerifyRequest
{
    public required string Models { get; init; }

    public required string Data { get; init; }

    /// <summary>Offered loads, queries/s; with <see cref="Shares"/> or instead. Both empty: the plan's.</summary>
    public IReadOnlyList<double> Rates { get; init; } = [];

    /// <summary>The same as shares of the predicted capacity.</summary>
    public IReadOnlyList<double> Shares { get; init; } = [];

    /// <summary>Measurements of each load.</summary>
    public int Repeat { get; init; } = 3;

    /// <summary>Of each measurement, without its warm-up.</summary>
    public TimeSpan During { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Largest relative error of the predicted p95, against the median of the measured ones.</summary>
    public double Tolerance { get; init; } = 0.2;

    /// <summary>Of arrivals and candidates; each measurement has the next one.</summary>
    public ulong Seed { get; init; } = 1;

    /// <exception cref="ConfigException">An option is out of its range; lists all.</exception>
    public void ThrowIfInvalid()
    {
        List<ConfigProblem> problems = [];
        Require(Rates.All(rate => rate is > 0 and < 1e6), "--rates", "A rate is out of range.", "Queries a second, over 0 and below 1000000.");
        Require(Shares.All(share => share is > 0 and < 1), "--loads", "A load is out of range.", "Shares of capacity between 0 and 1, for example 0.3,0.5,0.7.");
        Require(Repeat is >= 1 and <= 100, "--repeat", $"{Repeat} measurements.", "1 to 100; 3 show the spread.");
        Require(During > TimeSpan.Zero && During <= TimeSpan.FromHours(1), "--seconds", $"{During.TotalSeconds} s.", "More than 0, at most an hour.");
        Require(Tolerance is > 0, "--tolerance", $"{Tolerance}.", "A relative error over 0, for example 0.2.");
        ConfigException.ThrowIfAny(problems);

        void Require(bool holds, string option, string problem, string remedy)
        {
            if (!holds)
                problems.Add(new("recpipe verify", option, problem, remedy));
        }
    }
}
