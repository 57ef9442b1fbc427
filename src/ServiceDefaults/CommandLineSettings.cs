namespace RecPipe.ServiceDefaults;

/// <summary>Which arguments of a host are settings. The configuration would ignore the others without a word.</summary>
public static class CommandLineSettings
{
    private const string Logging = "Logging";

    /// <summary>Options that are no setting: neither of the host's section ("--Worker:Engines"), nor of logging, nor a short name.</summary>
    /// <param name="args">The command line; "--name value" and "--name=value" are both taken.</param>
    /// <param name="section">The host's.</param>
    /// <param name="shortNames">Such as "--grpc".</param>
    public static IEnumerable<string> UnknownIn(string[] args, string section, params IEnumerable<string> shortNames) =>
        args.Where(arg => arg.StartsWith('-')).Where(arg => !IsIn(section, arg) && !IsIn(Logging, arg)
            && !shortNames.Contains(arg.Split('=', 2)[0], StringComparer.OrdinalIgnoreCase));

    private static bool IsIn(string section, string arg) => arg.StartsWith($"--{section}:", StringComparison.OrdinalIgnoreCase);
}
