using RecPipe.Training.Dlrm;

namespace RecPipe.Training.Tests;

public class EmbeddingTableTests
{
    private static readonly TrainingOptions s_options = new() { BatchSize = 4, EmbeddingLearningRate = 0.5f, EmbeddingCaution = 0 };

    [Fact]
    public void Gradients_that_meet_in_a_row_move_it_once()
    {
        EmbeddingTable table = new([1, 1, 2, 2, 3, 3], rows: 3, s_options);
        table.Add(1, [1, 0]);
        table.Add(2, [0, 2]);
        table.Add(1, [2, 4]);
        table.Step(1);
        // Row 1: gradient (3, 4), norm 5. Row 2: gradient (0, 2), norm 2. The first step has the learning rate's length.
        table[0].ToArray().ShouldBe([1, 1]);
        table[1].ToArray().ShouldBe([2 - 0.5f * 3 / 5, 2 - 0.5f * 4 / 5], 1e-6);
        table[2].ToArray().ShouldBe([3, 3 - 0.5f], 1e-6);
    }

    [Fact]
    public void Squares_add_up_over_steps()
    {
        EmbeddingTable table = new([0, 0], rows: 1, s_options);
        for (int step = 0; step < 2; step++)
        {
            table.Add(0, [1, 1]);
            table.Step(1);
        }
        table[0].ToArray().ShouldBe([-0.5f / MathF.Sqrt(2) - 0.25f, -0.5f / MathF.Sqrt(2) - 0.25f], 1e-6);
    }

    [Fact]
    public void A_step_without_gradients_moves_nothing()
    {
        EmbeddingTable table = new([1, 2], rows: 1, s_options);
        table.Add(0, [0, 0]);
        table.Step(1);
        table.Step(1);
        table[0].ToArray().ShouldBe([1, 2]);
    }
}
