namespace RecPipe.Cli;

/// <summary>What `recpipe` tells the shell.</summary>
public static class ExitCode
{
    public const int Success = 0;

    /// <summary>It ran and failed, or a threshold was not met.</summary>
    public const int Failure = 1;

    /// <summary>Bad arguments or configuration; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>A load run finished but its numbers are not valid (the generator lagged).</summary>
    public const int InvalidRun = 3;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
