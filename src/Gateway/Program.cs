using RecPipe.Gateway;
using RecPipe.Ranking.Configuration;

try
{
    await using WebApplication app = GatewayHost.Build(GatewayOptions.Read(args));
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is ConfigException or FormatException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
