using System.Net.Sockets;
using RecPipe.AccelEmulator;
using RecPipe.Ranking.Configuration;
using RecPipe.ServiceDefaults;

if (Usage.IsAskedFor(args))
{
    Console.Write(Usage.Text);
    return 0;
}
try
{
    if (HealthProbe.IsAskedFor(args))
        return await HealthProbe.RunAsync(args, EmulatorOptions.Read(Settings.From([])).Listen.Grpc, TimeProvider.System).ConfigureAwait(false);
    Usage.RefuseUnknown(args);
    EmulatorOptions options = EmulatorOptions.Read(Settings.From(args));
    await using WebApplication app = EmulatorHost.Build(options, builder => builder.Configuration.AddCommandLine(args));
    await app.RunAsync().ConfigureAwait(false);
    return 0;
}
catch (Exception e) when (e is ConfigException or FormatException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (Exception e) when (e is IOException or SocketException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
