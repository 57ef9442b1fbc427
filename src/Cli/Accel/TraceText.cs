using System.Globalization;
using System.Runtime.InteropServices;
using RecPipe.Accelerator.Caches;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Accel;

/// <summary>
/// Reads accesses from text: a table number and a row number a line, separated by a comma, a tab or a space. Empty lines, lines
/// that start with '#' and a header line are left out.
/// </summary>
internal static class TraceText
{
    private const string Remedy = "Write one access a line, for example \"3,1057\" for row 1057 of table 3; both are whole numbers from 0.";

    public static AccessTrace Read(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            throw new ConfigException(file, "", "There is no such file.", "Give a text file of accesses, or use --data or --generate.");
        List<ulong> keys = [];
        long number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            if (number % (1 << 16) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<char> text = line.AsSpan().Trim();
            if (text.IsEmpty || text[0] == '#' || (number == 1 && !char.IsAsciiDigit(text[0])))
                continue;
            keys.Add(Key(text) ?? throw new ConfigException(file, $"line {number}", $"\"{Shorten(line)}\" is no access.", Remedy));
        }
        if (keys.Count == 0)
            throw new ConfigException(file, "", "It holds no access.", Remedy);
        return AccessTrace.Of(CollectionsMarshal.AsSpan(keys));
    }

    private static ulong? Key(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny(',', '\t', ' ');
        return end > 0 && Number(text[..end], out int table) && Number(text[(end + 1)..], out int row) ? CacheKey.Of(table, row) : null;
    }

    private static bool Number(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string Shorten(string line) => line.Length <= 60 ? line : line[..60] + "...";
}
