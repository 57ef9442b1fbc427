using RecPipe.Planning.Designs;
using RecPipe.Planning.Sweeps;
using RecPipe.Ranking.Configuration;
using RecPipe.Simulation.Replications;

namespace RecPipe.Cli.Sweeps;

/// <summary>How `recpipe sweep` finds its points.</summary>
internal sealed record SweepRequest
{
    public required DesignMode Mode { get; init; }

    public required SweepMeans Means { get; init; }

    /// <summary>Virtual time: how well percentiles are to be known, relative to themselves.</summary>
    public required double Precision { get; init; }

    /// <summary>Of arrivals, service times and candidates.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Of a run in real time or of the artefact's; null: the experiment's.</summary>
    public int? Queries { get; init; }

    /// <summary>Real time: folder of the models.</summary>
    public string? Models { get; init; }

    /// <summary>Real time: the feature store.</summary>
    public string? Data { get; init; }

    public ReplicationOptions Replications => new() { Precision = Precision, Seed = Seed };

    /// <exception cref="ConfigException">An option is out of its range, or does not go with another; lists all.</exception>
    public void ThrowIfInvalid()
    {
        List<ConfigProblem> problems = [];
        Require(Precision is > 0 and <= 1, "--precision", FormattableString.Invariant($"It is {Precision}."), "Give a share over 0 and at most 1, for example 0.02.");
        Require(Queries is null or (>= 1 and <= 10_000_000), "--queries", $"{Queries} queries.", "Give 1 to 10000000.");
        bool served = Means != SweepMeans.Virtual;
        Require(!served || Models is not null, "--models", "It is missing.", "In real time stages run models: name the folder that `recpipe train --out` wrote.");
        Require(!served || Data is not null, "--data", "It is missing.", "In real time candidates are rows of a feature store: name the folder that `recpipe data` wrote.");
        Require(served || (Models is null && Data is null), "--models, --data", "Virtual time uses neither.", "Leave them out, or choose --live or --emulated.");
        ConfigException.ThrowIfAny(problems);

        void Require(bool holds, string option, string problem, string remedy)
        {
            if (!holds)
                problems.Add(new("recpipe sweep", option, problem, remedy));
        }
    }
}
