using RecPipe.Training;

namespace RecPipe.Cli.Commands.Train;

/// <summary>Moves the bar, and says loss and AUC at every tenth.</summary>
internal sealed class TrainingLines(IProgress<double> bar) : IProgress<TrainingProgress>
{
    private int _tenths;

    public void Report(TrainingProgress value)
    {
        bar.Report(value.Done);
        if ((int)(value.Done * 10) <= _tenths)
            return;
        _tenths = (int)(value.Done * 10);
        Terminal.Note(FormattableString.Invariant($"epoch {value.Epoch}, {value.Done:P0}: loss {value.Loss:F4}, AUC {value.Auc:F4}, {value.RowsPerSecond:N0} rows/s"));
    }
}
