using System.Globalization;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Simulations;

namespace RecPipe.LoadGen.Parts;

/// <summary>
/// A folder in which the parts of one run meet: each says that it is ready, and when all have, the first names the instant
/// at which they begin. The folder may be on a network: the instant is far enough ahead for everybody to read it.
/// </summary>
/// <param name="folder">Of this run alone; made when it is missing.</param>
/// <param name="part">Who meets.</param>
/// <param name="time">Whose wall clock the instant is on.</param>
internal sealed class MeetingPoint(string folder, LoadPart part, TimeProvider time)
{
    /// <summary>From the last one's arrival to the start.</summary>
    private static readonly TimeSpan s_ahead = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    private string StartFile => Path.Combine(folder, "start");

    /// <param name="longest">How long to wait for the others.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The start that all parts agree on.</returns>
    /// <exception cref="ConfigException">Somebody was here as this part before, or the others did not come.</exception>
    public async Task<DateTimeOffset> MeetAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        SayReady();
        DateTimeOffset limit = time.GetUtcNow() + longest;
        if (part.Index == 0)
        {
            await WaitAsync(() => Missing() is [], () => $"These parts did not come: {string.Join(", ", Missing())}.", limit, cancellationToken).ConfigureAwait(false);
            Announce(time.GetUtcNow() + s_ahead);
        }
        await WaitAsync(() => File.Exists(StartFile), () => "The first part has not named the start.", limit, cancellationToken).ConfigureAwait(false);
        return DateTimeOffset.Parse(await File.ReadAllTextAsync(StartFile, cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
    }

    private int[] Missing() => [.. Enumerable.Range(0, part.Of).Where(index => !File.Exists(ReadyFile(index)))];

    private string ReadyFile(int index) => Path.Combine(folder, FormattableString.Invariant($"ready-{index}-of-{part.Of}"));

    private void SayReady()
    {
        try
        {
            using FileStream ready = new(ReadyFile(part.Index), FileMode.CreateNew);
        }
        catch (IOException) when (File.Exists(ReadyFile(part.Index)))
        {
            throw new ConfigException("recpipe load", "--meet", $"Part {part} has already been in {folder}.", "Give every run a folder of its own.");
        }
    }

    private void Announce(DateTimeOffset start)
    {
        File.WriteAllText(StartFile + ".unfinished", start.ToString("O", CultureInfo.InvariantCulture));
        File.Move(StartFile + ".unfinished", StartFile);
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
