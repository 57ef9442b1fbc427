using RecPipe.Models.Families;
using RecPipe.Training.Dlrm;

namespace RecPipe.Training.Tests;

/// <summary>The step graph's gradients against central differences of the double-precision reference.</summary>
public sealed class GradientTests : IDisposable
{
    private const int Rows = 12;
    private const float Nudge = 1e-4f;

    private static readonly int[] s_tables = [3, 5, 40];

    private readonly TestStore _data = new(16, 4, s_tables, (_, _) => 0.5);

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(Interaction.Dot, new[] { 6, 5, 1 })]
    [InlineData(Interaction.Dot, new[] { 1 })]
    [InlineData(Interaction.Cat, new[] { 6, 1 })]
    [InlineData(Interaction.Cat, new[] { 1 })]
    public void Every_gradient_equals_the_finite_difference(Interaction interaction, int[] top)
    {
        DlrmConfig config = new() { Name = "m", Family = "dlrm", EmbeddingDim = 3, BottomMlp = [4, 7, 3], TopMlp = top, Interaction = interaction };
        DlrmWeights random = RandomWeights.Make(config, s_tables.Length, 3, 0.8f);
        TrainingOptions options = new() { BatchSize = Rows, Lanes = 2 };
        using DlrmLearner learner = new(config, _data.Store, random, options);
        int[] ids = [.. Enumerable.Range(1, Rows)];
        learner.Gradients(ids);

        float[] table = new float[s_tables.Sum() * 3];
        random.Embeddings(0, table);
        DlrmWeights weights = random with { Embeddings = (row, values) => table.AsSpan((int)row * 3, values.Length).CopyTo(values) };
        double Loss() => ids.Sum(id => LossOf(config, weights, id));

        for (int i = 0; i < weights.Bottom.Count; i++)
            CheckLayer($"bottom{i}", weights.Bottom[i]);
        for (int i = interaction == Interaction.Dot ? 1 : 0; i < top.Length; i++)
            CheckLayer($"top{i}", weights.Top[i]);
        if (interaction == Interaction.Dot)
            CheckPairs(weights.Top[0]);
        Check(table, EmbeddingGradient(learner), Loss, "embeddings");

        void CheckLayer(string name, DenseLayer layer)
        {
            Check(layer.Weight, Gradient(learner, name + "_weight"), Loss, name);
            Check(layer.Bias, Gradient(learner, name + "_bias"), Loss, name);
        }

        void CheckPairs(DenseLayer layer)
        {
            float[] square = Gradient(learner, "top0_pairs"), dense = Gradient(learner, "top0_dense");
            float[] pairs = [.. from i in Enumerable.Range(1, s_tables.Length) from j in Enumerable.Range(0, i) from k in Enumerable.Range(0, layer.Outputs) select square[(i * (s_tables.Length + 1) + j) * layer.Outputs + k]];
            Check(layer.Weight, [.. dense, .. pairs], Loss, "top0");
            Check(layer.Bias, Gradient(learner, "top0_bias"), Loss, "top0");
        }
    }

    private static float[] Gradient(DlrmLearner learner, string name)
    {
        int index = learner.Parameters.All.Select(parameter => parameter.Name).ToList().IndexOf(name);
        return [.. learner.Lanes.Select(lane => lane.Gradients[index]).Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)])];
    }

    private static float[] EmbeddingGradient(DlrmLearner learner)
    {
        int[] offsets = TableOffsets.Of(s_tables);
        float[] gradient = new float[offsets[^1] * 3];
        foreach (Lane lane in learner.Lanes)
        {
            for (int i = 0; i < lane.Sparse.Length; i++)
            {
                int row = i / s_tables.Length, table = i % s_tables.Length;
                for (int k = 0; k < 3; k++)
                    gradient[(offsets[table] + lane.Sparse[i]) * 3 + k] += lane.VectorsGradient[(row * (s_tables.Length + 1) + table + 1) * 3 + k];
            }
        }
        return gradient;
    }

    private double LossOf(DlrmConfig config, DlrmWeights weights, int id)
    {
        double logit = DlrmReference.Logit(config, s_tables, weights, _data.Store.DenseRow(id), _data.Store.SparseRow(id));
        return Math.Log(1 + Math.Exp(_data.Store.Labels[id] != 0 ? -logit : logit));
    }

    private static void Check(float[] weights, float[] gradient, Func<double> loss, string what)
    {
        gradient.Length.ShouldBe(weights.Length);
        for (int i = 0; i < weights.Length; i++)
        {
            float kept = weights[i], up = kept + Nudge, down = kept - Nudge;
            weights[i] = up;
            double above = loss();
            weights[i] = down;
            double below = loss();
            weights[i] = kept;
            ((double)gradient[i]).ShouldBe((above - below) / (up - (double)down), 1e-4, $"{what}[{i}]");
        }
    }
}
