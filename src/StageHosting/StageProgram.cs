using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using RecPipe.Ranking.Configuration;
using RecPipe.ServiceDefaults;

namespace RecPipe.StageHosting;

/// <summary>The command line of a stage host: help, a health probe, or the host itself until it is told to stop.</summary>
/// <typeparam name="TOptions">The host's options.</typeparam>
public sealed class StageProgram<TOptions>
{
    /// <summary>The configuration section of the host's settings; "--Section:Name value" on the command line.</summary>
    public required string Section { get; init; }

    /// <summary>A setting as it is written on the command line, for who wrote it otherwise: "--Worker:Engines 2".</summary>
    public required string Example { get; init; }

    /// <summary>What --help prints.</summary>
    public required string Help { get; init; }

    /// <summary>Reads the options.</summary>
    public required Func<IConfiguration, TOptions> Read { get; init; }

    /// <summary>Where a host with these options listens.</summary>
    public required Func<TOptions, ListenAddresses> ListenOf { get; init; }

    /// <summary>Builds the host, and lets the command line into its configuration.</summary>
    public required Func<TOptions, Action<WebApplicationBuilder>, WebApplication> Build { get; init; }

    /// <returns>The exit code: 0; 2 for settings that cannot be; 1 for what the machine refused, or an unhealthy answer.</returns>
    public async Task<int> RunAsync(string[] args)
    {
        if (args.Any(arg => arg is "--help" or "-h" or "-?"))
        {
            await Console.Out.WriteAsync(Help).ConfigureAwait(false);
            return 0;
        }
        try
        {
            if (HealthProbe.IsAskedFor(args))
                return await HealthProbe.RunAsync(args, ListenOf(Read(StageSettings.From([]))).Grpc, TimeProvider.System).ConfigureAwait(false);
            RefuseUnknown(args);
            await using WebApplication app = Build(Read(StageSettings.From(args)), builder => builder.Configuration.AddCommandLine(args));
            await app.RunAsync().ConfigureAwait(false);
            return 0;
        }
        catch (Exception e) when (e is ConfigException or FormatException)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return 2;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return 1;
        }
    }

    /// <exception cref="ConfigException">An argument that would otherwise be ignored.</exception>
    private void RefuseUnknown(string[] args) => ConfigException.ThrowIfAny(
    [
        .. CommandLineSettings.UnknownIn(args, Section)
            .Select(arg => new ConfigProblem("command line", arg, "There is no such option.", $"Settings are written {Example}; --help lists them.")),
    ]);
}
