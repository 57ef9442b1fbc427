using Spectre.Console;

namespace RecPipe.Cli;

/// <summary>Standard error for people (progress, problems), so that standard output stays clean for results and --json.</summary>
internal static class Terminal
{
    private static readonly IAnsiConsole s_error = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    public static void Error(string message)
    {
        if (Console.IsErrorRedirected)
            Console.Error.WriteLine($"error: {message}");
        else
            s_error.MarkupLineInterpolated($"[red]error:[/] {message}");
    }

    public static void Note(string message)
    {
        if (Console.IsErrorRedirected)
            Console.Error.WriteLine(message);
        else
            s_error.MarkupLineInterpolated($"[grey]{message}[/]");
    }

    /// <summary>Runs long work under a progress bar; the work reports the share done in [0, 1].</summary>
    public static T WithProgress<T>(string title, Func<IProgress<double>, T> work) =>
        Bars().Start(context => work(new BarProgress(context.AddTask(Markup.Escape(title), maxValue: 1))));

    /// <inheritdoc cref="WithProgress{T}(string, Func{IProgress{double}, T})"/>
    public static Task<T> WithProgressAsync<T>(string title, Func<IProgress<double>, Task<T>> work) =>
        Bars().StartAsync(context => work(new BarProgress(context.AddTask(Markup.Escape(title), maxValue: 1))));

    private static Progress Bars() => s_error.Progress().Columns(
        new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn());

    private sealed class BarProgress(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }
}
