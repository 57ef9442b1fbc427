using System.Globalization;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Simulations;

namespace RecPipe.LoadGen.Parts;

/// <summary>
/// A folder in which the parts of one run meet: each leaves a file that says it is ready, and when all have, the first writes into
/// each the instant at which they begin. The folder may be on a network: clients of NFS remember for up to a minute that a file was
/// not there, but look at one that is whenever they open it, so nobody waits for a file to appear at a time that counts.
/// </summary>
/// <param name="folder">Of this run alone; made when it is missing.</param>
/// <param name="part">Who meets.</param>
/// <param name="time">Whose wall clock the instant is on.</param>
internal sealed class MeetingPoint(string folder, LoadPart part, TimeProvider time)
{
    /// <summary>From the last one's arrival to the start.</summary>
    private static readonly TimeSpan s_ahead = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    /// <param name="longest">How long to wait for the others.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The start that all parts agree on.</returns>
    /// <exception cref="ConfigException">The folder is another run's, or the others did not come.</exception>
    public async Task<DateTimeOffset> MeetAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        SayReady();
        DateTimeOffset limit = time.GetUtcNow() + longest, start = default;
        if (part.Index == 0)
        {
            await WaitAsync(() => Missing() is [], () => $"These parts did not come: {string.Join(", ", Missing())}.", limit, cancellationToken).ConfigureAwait(false);
            Announce(time.GetUtcNow() + s_ahead);
        }
        await WaitAsync(() => TryRead(out start), () => "The first part has not named the start.", limit, cancellationToken).ConfigureAwait(false);
        return start;
    }

    private int[] Missing() => [.. Enumerable.Range(0, part.Of).Where(index => !File.Exists(ReadyFile(index)))];

    private string ReadyFile(int index) => Path.Combine(folder, FormattableString.Invariant($"ready-{index}-of-{part.Of}"));

    private void SayReady()
    {
        string suffix = FormattableString.Invariant($"-of-{part.Of}");
        if (Directory.EnumerateFiles(folder, "ready-*").FirstOrDefault(file => !file.EndsWith(suffix, StringComparison.Ordinal)) is string other)
            throw Used($"{Path.GetFileName(other)} has been in {folder}, and this is {part}.");
        try
        {
            using FileStream ready = new(ReadyFile(part.Index), FileMode.CreateNew);
        }
        catch (IOException) when (File.Exists(ReadyFile(part.Index)))
        {
            throw Used($"Part {part} has already been in {folder}.");
        }
    }

    private static ConfigException Used(string problem) => new("recpipe load", "--meet", problem, "Give every run a folder of its own.");

    private void Announce(DateTimeOffset start)
    {
        for (int index = 0; index < part.Of; index++)
            File.WriteAllText(ReadyFile(index), start.ToString("O", CultureInfo.InvariantCulture) + "\n");
    }

    /// <returns>False until all of it is there, the end of the line included.</returns>
    private bool TryRead(out DateTimeOffset start)
    {
        using StreamReader ready = new(new FileStream(ReadyFile(part.Index), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        string text = ready.ReadToEnd();
        start = default;
        return text.EndsWith('\n') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out start);
    }

    private async Task WaitAsync(Func<bool> done, Func<string> problem, DateTimeOffset limit, CancellationToken cancellationToken)
    {
        while (!done())
        {
            if (time.GetUtcNow() > limit)
                throw new ConfigException("recpipe load", "--meet", problem(), "Start every part, with the same folder, within the time of --wait.");
            await Task.Delay(s_look, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
