using RecPipe.Gateway;
using RecPipe.Ranking.Configuration;

try
{
    // The host would log a failed start with its stack; what is wrong with a configuration is said below instead.
    await using WebApplication app = GatewayHost.Build(GatewayOptions.Read(args), embedded: null, builder =>
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None));
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is ConfigException or FormatException or IOException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
