using Spectre.Console;

namespace RecPipe.LoadGen.Commands;

/// <summary>A progress bar on standard error, when somebody looks at it.</summary>
internal static class LoadProgress
{
    public static async Task<T> ShowAsync<T>(string title, Func<IProgress<double>?, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
            return await work(null).ConfigureAwait(false);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new Bar(context.AddTask(Markup.Escape(title), maxValue: 1)))).ConfigureAwait(false);
    }

    private sealed class Bar(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }
}
