using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Planning.Tests.Experiments;

/// <summary>Experiments that make no sense get one clear message each, where they are wrong.</summary>
public sealed class ExperimentFileTests : IDisposable
{
    private const string Backends = """ "backends": [{ "name": "cpu", "hardware": ["cpu-xeon"], "engines": 4 }] """;
    private const string Cascades = """ "cascades": [{ "models": [["rm-small", "rm-large"]], "items": [[4096, 512]] }] """;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string, string> Wrong { get; } = new()
    {
        { "no cascades", $$"""{ "name": "x", {{Backends}} }""", "", "The space is empty: it has no cascades." },
        { "no backends", $$"""{ "name": "x", "backends": [], {{Cascades}} }""", "backends", "The space is empty: there are no backends." },
        { "no items", $$"""{ "name": "x", {{Backends}}, "cascades": [{ "models": [["rm-small"]], "items": [] }] }""", "cascades[0].items", "The space is empty: there are no items." },
        { "unknown model", $$"""{ "name": "x", {{Backends}}, "cascades": [{ "models": [["rm-tiny"]], "items": [[4096]] }] }""", "cascades[0].models[0][0]", "There is no model \"rm-tiny\": There is neither such a file nor such a shipped name." },
        { "unknown backend", $$"""{ "name": "x", {{Backends}}, "cascades": [{ "models": [["rm-small"]], "items": [[4096]], "backends": [["tpu"]] }] }""", "cascades[0].backends[0]", "There is no backend \"tpu\"." },
        { "unknown hardware", $$"""{ "name": "x", "backends": [{ "name": "cpu", "hardware": ["cpu-epyc"] }], "cascades": [{ "models": [["rm-small"]], "items": [[4096]] }] }""", "backends[0].hardware[0]", "There is no hardware \"cpu-epyc\": There is neither such a file nor such a shipped name." },
        { "negative rate", $$"""{ "name": "x", {{Backends}}, {{Cascades}}, "rates": [100, -5] }""", "rates[1]", "-5 queries/s cannot be offered." },
        { "rate twice", $$"""{ "name": "x", {{Backends}}, {{Cascades}}, "rates": [100, 100] }""", "rates[1]", "100 is there twice." },
        { "keep above items", $$"""{ "name": "x", {{Backends}}, {{Cascades}}, "k": 600 }""", "cascades[0].items[0][1]", "The last stage gets 512 candidates and is to return 600 (k)." },
        { "keep above items in a space", $$"""{ "name": "x", {{Backends}}, "space": { "models": ["rm-small", "rm-large"], "stages": [2], "keeps": [5000] } }""", "space.keeps[0]", "It keeps 5000 of 4096 candidates." },
        { "items not decreasing", $$"""{ "name": "x", {{Backends}}, "cascades": [{ "models": [["rm-small", "rm-large"]], "items": [[512, 512]] }] }""", "cascades[0].items[0][1]", "512 candidates do not follow from 512." },
        { "stages of other numbers", $$"""{ "name": "x", {{Backends}}, "cascades": [{ "models": [["rm-small", "rm-large"]], "items": [[512]] }] }""", "cascades[0].items[0]", "It has 1 entries, and models[0] has 2." },
        { "duplicate names", $$"""{ "name": "x", "backends": [{ "name": "cpu", "hardware": ["cpu-xeon"] }, { "name": "cpu", "hardware": ["cpu-xeon"] }], "cascades": [{ "models": [["rm-small"]], "items": [[4096]] }] }""", "backends[1]", "cpu is there twice." },
        { "a budget nothing fits", $$"""{ "name": "x", "backends": [{ "name": "cpu", "hardware": ["cpu-xeon"], "engines": 1 }], {{Cascades}} }""", "cascades[0]", "Nothing fits on the backends: every stage needs an engine." },
        { "a choice that does not fit", $$"""{ "name": "x", "backends": [{ "name": "cpu", "hardware": ["cpu-xeon"], "engines": 2 }, { "name": "gpu", "device": "gpu", "hardware": ["gpu-t4"] }], "cascades": [{ "models": [["rm-small", "rm-large"]], "items": [[4096, 512]], "backends": [["cpu", "gpu"], ["gpu", "gpu"]] }] }""", "cascades[0].backends", "gpu > gpu does not fit: 2 stages share 1 of gpu." },
        { "an accelerator as a CPU", $$"""{ "name": "x", "backends": [{ "name": "cpu", "hardware": ["rpaccel-1"] }], "cascades": [{ "models": [["rm-small"]], "items": [[4096]] }] }""", "backends[0].hardware[0]", "\"rpaccel-1\" is an accelerator, and the backend's device is \"cpu\"." },
        { "times that end too early", $$"""{ "name": "x", {{Backends}}, "cascades": [{ "models": [["rm-small"]], "items": [[8192]] }] }""", "backends[0].hardware[0]", "cascades[0] needs rm-small on 8192 candidates there. Its times of rm-small end at 4096 candidates." },
        { "a model without times", $$"""{ "name": "x", {{Backends}}, "cascades": [{ "models": [["neumf-1m-small"]], "items": [[1000]] }] }""", "backends[0].hardware[0]", "cascades[0] needs neumf-1m-small on 1000 candidates there. There are no times of \"neumf-1m-small\"." },
        { "sizes that do not nest", $$"""{ "name": "x", "backends": [{ "name": "a", "device": "accelerator", "hardware": ["rpaccel-4", "rpaccel-16"], "perDevice": { "rpaccel-4": 4, "rpaccel-16": 6 } }], "cascades": [{ "models": [["rm-small"]], "items": [[4096]] }] }""", "backends[0].perDevice", "6 engines a device and 4 do not fit beside each other." },
        { "a grid of models", """{ "name": "x", "family": "dlrm" }""", "family", "It is a grid of models to train, not a space of designs." },
        { "a field that is there twice", $$"""{ "name": "x", "name": "y", {{Backends}}, {{Cascades}} }""", "", "A field is there twice: 'name'." },
        { "a field twice in other letters", $$"""{ "name": "x", "backends": [{ "name": "cpu", "hardware": ["cpu-xeon"], "engines": 2, "Engines": 4 }], {{Cascades}} }""", "backends[0].Engines", "A field is there twice, with other capital letters." },
        { "one model in two stages", $$"""{ "name": "x", {{Backends}}, "cascades": [{ "models": [["rm-small", "rm-small"]], "items": [[4096, 512]] }] }""", "cascades[0].models[0]", "Two of its stages rank with the same model." },
        { "a null", $$"""{ "name": null, {{Backends}}, {{Cascades}} }""", "name", "It is null (line 1)." },
        { "more cascades than anyone would wait for", $$"""{ "name": "x", {{Backends}}, "space": { "models": ["rm-small", "rm-med", "rm-large"], "stages": [3], "keeps": [{{string.Join(',', Enumerable.Range(64, 1500))}}] } }""", "space", "The space has more than 1000000 cascades." },
        { "an unknown field", $$"""{ "name": "x", {{Backends}}, {{Cascades}}, "rate": [100] }""", "rate", "There is no such field (line 1)." },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Wrong))]
    public void One_mistake_is_one_message(string mistake, string json, string field, string problem)
    {
        ConfigException refused = Should.Throw<ConfigException>(() => Load(json), mistake);
        ConfigProblem said = refused.Problems.ShouldHaveSingleItem();
        said.Field.ShouldBe(field);
        said.Problem.ShouldBe(problem);
        said.Remedy.ShouldNotBeEmpty();
        said.File.ShouldEndWith("x.json");
    }

    [Fact]
    public void All_mistakes_are_said_at_once()
    {
        ConfigException refused = Should.Throw<ConfigException>(() => Load("""
            { "name": "a b", "backends": [{ "name": "cpu", "hardware": ["nothing"], "engines": 0 }],
              "cascades": [{ "models": [["rm-tiny"]], "items": [[32]] }], "rates": [0], "queries": 0, "subBatchRows": [] }
            """));
        refused.Problems.Select(problem => problem.Field).ShouldBe(
            ["name", "cascades[0].models[0][0]", "cascades[0].items[0][0]", "rates[0]", "queries", "subBatchRows", "backends[0].engines", "backends[0].hardware[0]"], ignoreOrder: true);
    }

    [Fact]
    public void A_model_may_be_a_file_and_is_called_by_its_name()
    {
        string model = _folder.PathOf("mine.json");
        File.WriteAllText(model, File.ReadAllText(Shipped.Files.Model("rm-small")).Replace("rm-small", "mine", StringComparison.Ordinal));
        LoadedExperiment experiment = Load($$"""{ "name": "x", "backends": [{ "name": "a", "device": "accelerator", "hardware": ["rpaccel-1"] }], "cascades": [{ "models": [["{{model}}"]], "items": [[4096]] }] }""");
        experiment.Models.Keys.ShouldBe(["mine"]);
        experiment.Designs(DesignMode.Corrected).ShouldHaveSingleItem().Stages[0].Model.ShouldBe("mine");
    }

    [Fact]
    public void Every_shipped_experiment_is_right_and_has_designs_in_both_modes()
    {
        foreach (string name in Shipped.Experiments)
        {
            LoadedExperiment experiment = Shipped.Experiment(name);
            experiment.Experiment.Name.ShouldBe(name);
            experiment.Designs(DesignMode.Parity).ShouldNotBeEmpty(name);
            if (!name.StartsWith("kaggle-3-stage", StringComparison.Ordinal))
                experiment.Designs(DesignMode.Corrected).ShouldNotBeEmpty(name);
        }
    }

    private LoadedExperiment Load(string json)
    {
        string path = _folder.PathOf("x.json");
        File.WriteAllText(path, json);
        return ExperimentFile.Load(path, Shipped.Files);
    }
}
