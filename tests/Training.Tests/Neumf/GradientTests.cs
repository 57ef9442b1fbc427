using RecPipe.Models.Families;
using RecPipe.Training.Neumf;

namespace RecPipe.Training.Tests.Neumf;

/// <summary>A lane's gradients against central differences of the double-precision reference.</summary>
public class GradientTests
{
    private const int Users = 5;
    private const int Items = 11;
    private const float Nudge = 1e-4f;

    private static readonly NeumfTrainingOptions s_options = new() { BatchSize = 8, Negatives = 3, Lanes = 2 };

    [Theory]
    [InlineData(3, new int[0])]
    [InlineData(0, new[] { 6, 5, 4 })]
    [InlineData(3, new[] { 6, 5, 4 })]
    [InlineData(2, new[] { 4, 7 })]
    public void Every_gradient_equals_the_finite_difference(int gmf, int[] mlp)
    {
        NeumfConfig config = new() { Name = "m", Family = "neumf", GmfDim = gmf, Mlp = mlp };
        NeumfWeights random = RandomWeights.Make(config, 3, 0.9f);
        foreach (DenseLayer layer in random.Layers)
            Array.Fill(layer.Bias, 0.1f); // with none, a unit whose inputs are all shut sits on its rectifier's kink
        (float[] gmfUsers, float[] gmfItems) = Tables(random.Gmf, gmf);
        (float[] mlpUsers, float[] mlpItems) = Tables(random.Mlp, config.MlpDim);
        NeumfWeights weights = random with { Gmf = Tower(gmfUsers, gmfItems, gmf), Mlp = Tower(mlpUsers, mlpItems, config.MlpDim) };
        using NeumfLearner learner = new(config, Users, Items, random, s_options);
        Fill(learner);

        foreach (NeumfLane lane in learner.Lanes)
            lane.Run();
        for (int worker = 0; worker < learner.Lanes.Count; worker++)
        {
            foreach (NeumfLane lane in learner.Lanes)
                lane.AddGradients(worker, learner.Lanes.Count);
        }

        double Loss() => learner.Lanes.Sum(lane => LossOf(config, weights, lane));
        Check(weights.Head.Weight, [.. Sum(learner, lane => lane.HeadGradient), .. mlp.Length > 0 ? Gradient(learner, NeumfParameters.HeadMlp) : []], Loss, "head");
        Check(weights.Head.Bias, Gradient(learner, NeumfParameters.HeadBias), Loss, "head bias");
        for (int i = 0; i < weights.Layers.Count; i++)
        {
            float[] gradient = i == 0
                ? [.. Gradient(learner, NeumfParameters.FirstUser), .. Gradient(learner, NeumfParameters.FirstItem)]
                : Gradient(learner, NeumfParameters.Weight(i));
            Check(weights.Layers[i].Weight, gradient, Loss, $"layer {i}");
            Check(weights.Layers[i].Bias, Gradient(learner, NeumfParameters.Bias(i)), Loss, $"bias {i}");
        }
        Check(gmfUsers, Gradient(learner.Gmf?.Users), Loss, "GMF users");
        Check(gmfItems, Gradient(learner.Gmf?.Items), Loss, "GMF items");
        Check(mlpUsers, Gradient(learner.Mlp?.Users), Loss, "MLP users");
        Check(mlpItems, Gradient(learner.Mlp?.Items), Loss, "MLP items");
    }

    private static void Fill(NeumfLearner learner)
    {
        Random random = new(5);
        foreach (NeumfLane lane in learner.Lanes)
        {
            for (int i = 0; i < lane.Users.Length; i++)
                lane.Users[i] = random.Next(Users);
            for (int i = 0; i < lane.Items.Length; i++)
                lane.Items[i] = random.Next(Items);
        }
    }

    private static double LossOf(NeumfConfig config, NeumfWeights weights, NeumfLane lane)
    {
        int group = 1 + s_options.Negatives;
        return Enumerable.Range(0, lane.Items.Length).Sum(i =>
        {
            double logit = NeumfReference.Logit(config, weights, lane.Users[i / group], lane.Items[i]);
            return Math.Log(1 + Math.Exp(i % group == 0 ? -logit : logit));
        });
    }

    private static (float[] Users, float[] Items) Tables(TowerEmbeddings? tower, int width)
    {
        float[] users = new float[Users * width], items = new float[Items * width];
        tower?.Users(0, users);
        tower?.Items(0, items);
        return (users, items);
    }

    private static TowerEmbeddings? Tower(float[] users, float[] items, int width) =>
        width == 0 ? null : new(new StoredEmbeddings(users, width).Read, new StoredEmbeddings(items, width).Read);

    private static float[] Gradient(NeumfLearner learner, string name)
    {
        int index = learner.Parameters.All.Select(parameter => parameter.Name).ToList().IndexOf(name);
        return Sum(learner, lane => lane.Gradients[index]);
    }

    private static float[] Gradient(AdamTable? table) =>
        table is null ? [] : [.. Enumerable.Range(0, table.Rows).SelectMany(row => table.Gradient(row).ToArray())];

    private static float[] Sum(NeumfLearner learner, Func<NeumfLane, float[]> gradient) =>
        learner.Lanes.Select(gradient).Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]);

    private static void Check(float[] weights, float[] gradient, Func<double> loss, string what)
    {
        gradient.Length.ShouldBe(weights.Length, what);
        for (int i = 0; i < weights.Length; i++)
        {
            float kept = weights[i], up = kept + Nudge, down = kept - Nudge;
            weights[i] = up;
            double above = loss();
            weights[i] = down;
            double below = loss();
            weights[i] = kept;
            ((double)gradient[i]).ShouldBe((above - below) / (up - (double)down), 2e-4, $"{what}[{i}]");
        }
    }
}
