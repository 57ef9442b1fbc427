using System.Net.Sockets;
using RecPipe.Gateway;
using RecPipe.Ranking.Configuration;

if (Usage.IsAskedFor(args))
{
    Console.Write(Usage.Text);
    return 0;
}
try
{
    await using WebApplication app = GatewayHost.Build(GatewayOptions.Read(args));
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is ConfigException or FormatException or IOException or SocketException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
