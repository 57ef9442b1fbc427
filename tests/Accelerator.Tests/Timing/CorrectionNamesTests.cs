using RecPipe.Accelerator.Timing;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Tests.Timing;

public class CorrectionNamesTests
{
    [Fact]
    public void Every_correction_has_a_name_that_finds_it()
    {
        foreach (Corrections one in CorrectionNames.Each)
            CorrectionNames.Parse([CorrectionNames.Of(one)], "--only").ShouldBe(one);
        CorrectionNames.In(Corrections.All).ShouldContain("weights-resident");
        CorrectionNames.Each.Aggregate((all, one) => all | one).ShouldBe(Corrections.All);
        CorrectionNames.Parse(["all"], "--only").ShouldBe(Corrections.All);
    }

    [Fact]
    public void All_unknown_names_are_refused_with_those_there_are()
    {
        ConfigException refused = Should.Throw<ConfigException>(() => CorrectionNames.Parse(["pcie", "speed", "SortUnits"], "--without"));

        refused.Problems.Select(problem => problem.Field).ShouldBe(["speed", "SortUnits"]);
        refused.Problems[0].Remedy.ShouldContain("sort-units");
    }
}
