using Microsoft.Extensions.Configuration;
using RecPipe.Ranking.Configuration;
using RecPipe.ServiceDefaults;

namespace RecPipe.StageHosting;

/// <summary>Where a stage host's settings come from, and the rules that all stage hosts have for them.</summary>
public static class StageSettings
{
    private const string File = "appsettings.json";
    private const string Configuration = "configuration";

    /// <summary>appsettings.json of the working directory, the environment and the command line; later ones win.</summary>
    /// <exception cref="ConfigException">The file is not JSON.</exception>
    public static IConfiguration From(string[] args)
    {
        try
        {
            return new ConfigurationBuilder()
                .SetBasePath(Directory.GetCurrentDirectory())
                .AddJsonFile(File, optional: true)
                .AddEnvironmentVariables()
                .AddCommandLine(args)
                .Build();
        }
        catch (InvalidDataException e)
        {
            throw new ConfigException(File, "", e.InnerException?.Message ?? e.Message, "Correct the file.");
        }
    }

    /// <summary>The section as a record; its defaults where the configuration has nothing.</summary>
    /// <exception cref="ConfigException">A setting is unknown or has the wrong type.</exception>
    public static T Read<T>(IConfiguration configuration, string section)
        where T : new()
    {
        try
        {
            return configuration.GetSection(section).Get<T>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new();
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigException(Configuration, section, $"{Named(e, section).TrimEnd('.')}.", "Correct it; --help lists the settings.");
        }
    }

    /// <summary>What is wrong with the folder of models and, where one is named, of the feature store.</summary>
    public static IEnumerable<ConfigProblem> FolderProblems(string section, string models, string? data)
    {
        if (models.Length == 0)
            yield return new(Configuration, $"{section}:Models", "It is missing.", "Name the folder that `recpipe train --out` wrote.");
        else if (!Directory.Exists(models))
            yield return new(Configuration, $"{section}:Models", $"There is no folder {models}.", "Name the folder that `recpipe train --out` wrote.");
        if (data is not null && !Directory.Exists(data))
            yield return new(Configuration, $"{section}:Data", $"There is no folder {data}.", "Name a folder that `recpipe data` wrote, or leave it out.");
    }

    /// <summary>What is wrong with the addresses to listen on.</summary>
    /// <param name="section">The host's.</param>
    /// <param name="given">As configured.</param>
    /// <param name="defaults">The host's, as an example in the remedy.</param>
    public static IEnumerable<ConfigProblem> ListenProblems(string section, ListenAddresses given, ListenAddresses defaults)
    {
        if (!ListenAddresses.TryParse(given.Grpc, out _))
            yield return NotAnAddress($"{section}:Listen:Grpc", given.Grpc, defaults.Grpc);
        if (!ListenAddresses.TryParse(given.Http, out _))
            yield return NotAnAddress($"{section}:Listen:Http", given.Http, defaults.Http);
    }

    private static ConfigProblem NotAnAddress(string field, string given, string example) => new(
        Configuration, field, $"\"{given}\" is not an address.", $"Write \"{example}\", or \"*{example[example.LastIndexOf(':')..]}\" for every interface.");

    /// <summary>The binder names the setting at some level of its exceptions: the outermost that does.</summary>
    private static string Named(Exception outermost, string section)
    {
        for (Exception? e = outermost; e is not null; e = e.InnerException)
        {
            if (e.Message.Contains($"{section}:", StringComparison.Ordinal))
                return e.Message;
        }
        return outermost.Message;
    }
}
