using System.Text;
using RecPipe.Datasets.Text;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.MovieLens;

/// <summary>Where the columns of a ratings file are; a column that is not there is -1.</summary>
internal sealed record RatingsLayout(RatingsFormat Format, string Separator, bool HasHeader, int Columns, int User, int Item, int Rating, int Time)
{
    private const string Plain = "Expected user, item and, if known, rating and timestamp";

    /// <summary>Reads the layout off the first line of a file.</summary>
    /// <param name="asked">The format, or null to recognise it.</param>
    /// <param name="line">The first line.</param>
    /// <param name="file">Its file.</param>
    /// <exception cref="ConfigException">The line has no two columns of that format, or is a header that does not name the user or the item.</exception>
    public static RatingsLayout Of(RatingsFormat? asked, string line, string file)
    {
        RatingsFormat format = asked ?? (line.Contains("::", StringComparison.Ordinal) ? RatingsFormat.Dat : line.Contains(',') ? RatingsFormat.Csv : RatingsFormat.Table);
        string separator = format switch
        {
            RatingsFormat.Dat => "::",
            RatingsFormat.Csv => ",",
            _ => line.Contains('\t') ? "\t" : " ",
        };
        string[] fields = line.Split(separator);
        if (fields.All(field => field.Trim().Length > 0 && char.IsLetter(field.Trim()[0])))
            return Named(format, separator, fields, file);
        return fields.Length is >= 2 and <= 4
            ? new(format, separator, HasHeader: false, fields.Length, User: 0, Item: 1, Rating: fields.Length > 2 ? 2 : -1, Time: fields.Length > 3 ? 3 : -1)
            : throw new ConfigException(file, "line 1", $"It has {fields.Length} {(fields.Length == 1 ? "column" : "columns")} parted by {Shown(separator)}: {Field.Show(Encoding.UTF8.GetBytes(line))}.", $"{Plain}; --format says how they are parted, a header which they are.");
    }

    public string NameOf(int column) => column == User ? "user" : column == Item ? "item" : column == Rating ? "rating" : column == Time ? "timestamp" : "unused";

    /// <summary>What is expected of a line.</summary>
    public string Expected => $"Expected {Columns} columns parted by {Shown(Separator)}.";

    private static RatingsLayout Named(RatingsFormat format, string separator, string[] header, string file)
    {
        int user = Find("user"), item = Find("item", "movie"), rating = Find("rating"), time = Find("time");
        return user >= 0 && item >= 0
            ? new(format, separator, HasHeader: true, header.Length, user, item, rating, time)
            : throw new ConfigException(file, "line 1", $"No column of the header names the {(user < 0 ? "user" : "item")}: {Field.Show(Encoding.UTF8.GetBytes(string.Join(separator, header)))}.", $"{Plain}; a header names them, for example userId and movieId.");

        int Find(params string[] names) => Array.FindIndex(header, field => names.Any(name => field.Trim().StartsWith(name, StringComparison.OrdinalIgnoreCase)));
    }

    private static string Shown(string separator) => separator switch
    {
        "\t" => "tabs",
        " " => "spaces",
        "," => "commas",
        _ => $"\"{separator}\"",
    };
}
