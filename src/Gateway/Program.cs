using System.Net.Sockets;
using RecPipe.Gateway;
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
        return await HealthProbe.RunAsync(args, GatewayOptions.Read([]).Listen.Grpc, TimeProvider.System);
    await using WebApplication app = GatewayHost.Build(GatewayOptions.Read(args), configure: builder => builder.Configuration.AddCommandLine(args));
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is ConfigException or FormatException or IOException or SocketException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
