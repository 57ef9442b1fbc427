namespace RecPipe.Training;

/// <summary>The loss is no longer a number: nothing can be learned from here on.</summary>
public sealed class TrainingDivergedException(string model, long step)
    : InvalidOperationException($"Training {model} diverged at step {step}: the loss is not a number. Lower the learning rates, or look for extreme values in the dense features.");
