using RecPipe.Ranking.Configuration;

namespace RecPipe.AccelEmulator;

/// <summary>Where an emulator's settings come from; later ones win.</summary>
internal static class Settings
{
    private const string File = "appsettings.json";

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
}
