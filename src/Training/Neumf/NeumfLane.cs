using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace RecPipe.Training.Neumf;

/// <summary>
/// One thread's part of every batch: groups of one user and several items, the buffers for them, bound to the graph once,
/// and their gradients. The GMF tower is computed here, straight from its tables; the rest by the graph.
/// </summary>
internal sealed class NeumfLane : IDisposable
{
    private readonly List<OrtValue> _values = [];
    private readonly RunOptions _run = new();
    private readonly OrtIoBinding _binding;
    private readonly InferenceSession _session;
    private readonly TowerTables? _gmf;
    private readonly TowerTables? _mlp;
    private readonly float[] _head;
    private readonly float[] _product;
    private readonly float[] _gated;
    private readonly float[] _gmfUsersGradient;
    private readonly float[] _mlpUsers;
    private readonly float[] _mlpItems;
    private readonly float[] _mlpUsersGradient;
    private readonly float[] _mlpItemsGradient;
    private readonly float[] _logitGradient;
    private readonly int _group;

    /// <param name="groups">Groups at once.</param>
    /// <param name="group">Items a group.</param>
    /// <param name="gmf">Tables of the GMF tower, if there is one.</param>
    /// <param name="mlp">Tables of the MLP tower, if there is one.</param>
    /// <param name="parameters">The dense weights.</param>
    /// <param name="session">Of the step graph for groups of this size.</param>
    /// <param name="learn">Whether that graph computes gradients.</param>
    public NeumfLane(int groups, int group, TowerTables? gmf, TowerTables? mlp, NeumfParameters parameters, InferenceSession session, bool learn)
    {
        (_gmf, _mlp, _head, _group, _session) = (gmf, mlp, parameters.Product, group, session);
        int examples = groups * group, gmfWidth = _head.Length, mlpWidth = mlp?.Users.Width ?? 0;
        Users = new int[groups];
        Items = new int[examples];
        Logits = new float[examples];
        HeadGradient = new float[gmfWidth];
        Gradients = [.. parameters.All.Select(parameter => new float[learn ? parameter.Values.Length : 0])];
        _product = new float[examples];
        _gated = new float[groups * gmfWidth];
        _mlpUsers = new float[groups * mlpWidth];
        _mlpItems = new float[examples * mlpWidth];
        _gmfUsersGradient = new float[learn ? _gated.Length : 0];
        _mlpUsersGradient = new float[learn ? _mlpUsers.Length : 0];
        _mlpItemsGradient = new float[learn ? _mlpItems.Length : 0];
        _logitGradient = new float[learn ? examples : 0];

        _binding = session.CreateIoBinding();
        if (gmf is not null)
            _binding.BindInput(NeumfStepGraph.Product, Value(_product, examples, 1));
        foreach (Parameter parameter in parameters.All)
            _binding.BindInput(parameter.Name, Value(parameter.Values, parameter.Shape));
        if (mlp is not null)
        {
            _binding.BindInput(NeumfStepGraph.User, Value(_mlpUsers, groups, mlpWidth));
            _binding.BindInput(NeumfStepGraph.Item, Value(_mlpItems, examples, mlpWidth));
        }
        _binding.BindOutput(NeumfStepGraph.Logit, Value(Logits, examples, 1));
        if (!learn)
            return;
        _binding.BindOutput(NeumfStepGraph.LogitGradient, Value(_logitGradient, examples, 1));
        foreach ((Parameter parameter, float[] gradient) in parameters.All.Zip(Gradients))
            _binding.BindOutput(parameter.Gradient, Value(gradient, parameter.Shape));
        if (mlp is null)
            return;
        _binding.BindOutput(NeumfStepGraph.UserGradient, Value(_mlpUsersGradient, groups, mlpWidth));
        _binding.BindOutput(NeumfStepGraph.ItemGradient, Value(_mlpItemsGradient, examples, mlpWidth));
    }

    /// <summary>[groups].</summary>
    public int[] Users { get; }

    /// <summary>[groups, group]; the first of a group was taken, the others not.</summary>
    public int[] Items { get; }

    /// <summary>[groups, group].</summary>
    public float[] Logits { get; }

    /// <summary>[gmfDim]: for the head's weights of the GMF product.</summary>
    public float[] HeadGradient { get; }

    /// <summary>One for each dense parameter of the graph, in their order.</summary>
    public float[][] Gradients { get; }

    /// <summary>Scores the groups in <see cref="Users"/> and <see cref="Items"/>; with a learning graph also takes the dense gradients.</summary>
    public void Run()
    {
        Multiply();
        Gather();
        _session.RunWithBinding(_run, _binding);
        if (_logitGradient.Length > 0)
            Backward();
    }

    /// <summary>Adds the gradients of the embeddings that belong to a worker to their tables.</summary>
    public void AddGradients(int worker, int workers)
    {
        for (int i = 0; i < Users.Length; i++)
        {
            if (Users[i] % workers != worker)
                continue;
            _gmf?.Users.Add(Users[i], Row(_gmfUsersGradient, i), 1, _group);
            _mlp?.Users.Add(Users[i], Row(_mlpUsersGradient, i), 1, _group);
        }
        for (int example = 0; example < Items.Length; example++)
        {
            if (Items[example] % workers != worker)
                continue;
            _gmf?.Items.Add(Items[example], Row(_gated, example / _group), _logitGradient[example], 1);
            _mlp?.Items.Add(Items[example], Row(_mlpItemsGradient, example, Items.Length), 1, 1);
        }
    }

    public void Dispose()
    {
        _binding.Dispose();
        _run.Dispose();
        foreach (OrtValue value in _values)
            value.Dispose();
    }

    /// <summary>The GMF tower forwards: (user * head) · item.</summary>
    private void Multiply()
    {
        if (_gmf is null)
            return;
        for (int i = 0; i < Users.Length; i++)
        {
            Span<float> gated = Row(_gated, i);
            TensorPrimitives.Multiply(_gmf.Users[Users[i]], _head, gated);
            for (int example = i * _group; example < (i + 1) * _group; example++)
                _product[example] = TensorPrimitives.Dot<float>(gated, _gmf.Items[Items[example]]);
        }
    }

    private void Gather()
    {
        if (_mlp is null)
            return;
        for (int i = 0; i < Users.Length; i++)
            _mlp.Users[Users[i]].CopyTo(Row(_mlpUsers, i));
        for (int example = 0; example < Items.Length; example++)
            _mlp.Items[Items[example]].CopyTo(Row(_mlpItems, example, Items.Length));
    }

    /// <summary>The GMF tower backwards: with s the items of a group weighted by the logits' gradients, user * s for the head and head * s for the user.</summary>
    private void Backward()
    {
        if (_gmf is null)
            return;
        Array.Clear(HeadGradient);
        for (int i = 0; i < Users.Length; i++)
        {
            Span<float> sum = Row(_gmfUsersGradient, i);
            sum.Clear();
            for (int example = i * _group; example < (i + 1) * _group; example++)
                TensorPrimitives.MultiplyAdd(_gmf.Items[Items[example]], _logitGradient[example], sum, sum);
            TensorPrimitives.MultiplyAdd(sum, _gmf.Users[Users[i]], HeadGradient, HeadGradient);
            TensorPrimitives.Multiply(sum, _head, sum);
        }
    }

    private Span<float> Row(float[] values, int group) => Row(values, group, Users.Length);

    private static Span<float> Row(float[] values, int row, int rows)
    {
        int width = values.Length / rows;
        return values.AsSpan(row * width, width);
    }

    private OrtValue Value(float[] memory, params long[] shape)
    {
        OrtValue value = OrtValue.CreateTensorValueFromMemory(memory, shape);
        _values.Add(value);
        return value;
    }
}
