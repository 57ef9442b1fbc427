using System.Text;
using RecPipe.Datasets.Text;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.MovieLens;

/// <summary>Reads ratings files; users and items are numbered across all of them.</summary>
internal sealed class RatingsReader(MovieLensImportOptions options)
{
    private const string Remedy = "Give a file of ratings, plain or gzipped: ratings.dat, ratings.csv, u.data, or a table of user and item.";

    public IdNumbering Users { get; } = new(options.KeepIds);

    public IdNumbering Items { get; } = new(options.KeepIds);

    /// <summary>Reads a file to its end.</summary>
    /// <exception cref="ConfigException">It cannot be read, is empty, is not laid out as ratings, or more of its lines are wrong than allowed.</exception>
    public RatingsFile Read(string path, IProgress<double> progress, CancellationToken cancellationToken)
    {
        using LineText text = new(path, Remedy);
        RatingsFile file = new(path, options.MaxBadLines);
        byte[] block = new byte[LineText.BlockBytes];
        try
        {
            for (int length; (length = text.Fill(block)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Take(file, block.AsSpan(0, length));
                progress.Report(text.Length == 0 ? 0 : (double)text.Position / text.Length);
            }
        }
        catch (LineTooLongException e)
        {
            throw new ConfigException(path, $"line {file.Lines + 1}", e.Message, "Lines end with a line feed.");
        }
        catch (InvalidDataException)
        {
            throw new ConfigException(path, "", $"The gzip data is damaged or cut off; {file.Lines} lines before that were whole.", "Copy the file again, or unpack what there is and import that.");
        }
        if (file.Log.Count == 0)
            throw new ConfigException(path, "", file.Lines == 0 ? "It is empty." : "None of its lines is a rating.", Remedy);
        return file;
    }

    private void Take(RatingsFile file, ReadOnlySpan<byte> text)
    {
        long linesBefore = file.Lines;
        List<BadLine> bad = [];
        int badCount = 0;
        for (int index = 0; !text.IsEmpty; index++, file.Lines++)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (line is [.., (byte)'\r'])
                line = line[..^1];
            if (file.Parser is null && TakeHeader(file, ref line))
                continue;
            int column = file.Parser!.Parse(line, out Rating rating);
            if (column < 0)
                file.Log.Add(Users.NumberOf(rating.User), Items.NumberOf(rating.Item), rating.Time);
            else if (badCount++ < BadLines.Described)
                bad.Add(file.Parser.Describe(line, index, column));
        }
        file.BadLines.Add(badCount, bad, linesBefore);
        file.BadLines.ThrowIfTooMany();
    }

    /// <summary>Reads the layout off the first line.</summary>
    /// <returns>Whether that was a header, and therefore no rating.</returns>
    private bool TakeHeader(RatingsFile file, ref ReadOnlySpan<byte> line)
    {
        if (line.StartsWith(Encoding.UTF8.Preamble))
            line = line[Encoding.UTF8.Preamble.Length..];
        file.Layout = RatingsLayout.Of(options.Format, Encoding.UTF8.GetString(line), file.Path);
        file.Parser = new(file.Layout, options.KeepIds ? IdNumbering.GreatestKept : long.MaxValue);
        return file.Layout.HasHeader;
    }
}
