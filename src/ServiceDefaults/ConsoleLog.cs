using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace RecPipe.ServiceDefaults;

/// <summary>
/// How hosts log to the console: one line an event for people, or one JSON object an event, with trace and span in its
/// scopes, where Logging:Console:FormatterName is "json".
/// </summary>
internal static class ConsoleLog
{
    public static void Add(ILoggingBuilder logging)
    {
        logging.Configure(factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        Default<SimpleConsoleFormatterOptions>(logging, simple => simple.SingleLine = true);
        Default<JsonConsoleFormatterOptions>(logging, json =>
        {
            json.IncludeScopes = true;
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "O";
        });
    }

    /// <summary>Comes before all else that sets the options, so that Logging:Console:FormatterOptions wins.</summary>
    private static void Default<TOptions>(ILoggingBuilder logging, Action<TOptions> set)
        where TOptions : class => logging.Services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<TOptions>>(new ConfigureOptions<TOptions>(set)));
}
