namespace RecPipe.LoadGen.Commands;

/// <summary>What a load run tells the shell; the same numbers as every recpipe command uses.</summary>
public static class LoadExitCode
{
    public const int Success = 0;

    /// <summary>It failed, or a threshold was not met.</summary>
    public const int Failure = 1;

    /// <summary>Bad arguments or configuration.</summary>
    public const int Usage = 2;

    /// <summary>The numbers are not valid: the generator lagged, or nothing was answered.</summary>
    public const int InvalidRun = 3;

    /// <summary>Stopped by Ctrl-C; the report is of the part that ran.</summary>
    public const int Interrupted = 130;

    /// <summary>The gravest that applies: interrupted, invalid, threshold missed.</summary>
    public static int Of(Reports.LoadReport report) =>
        report.Interrupted ? Interrupted : !report.Valid ? InvalidRun : report.Thresholds.All(threshold => threshold.Met) ? Success : Failure;
}
