using System.Runtime.CompilerServices;
using System.Text;
using RecPipe.Datasets.Text;

namespace RecPipe.Datasets.MovieLens;

/// <summary>Parses lines of one layout.</summary>
/// <param name="layout">Where the columns are.</param>
/// <param name="greatestId">The greatest user or item id allowed.</param>
internal sealed class RatingLineParser(RatingsLayout layout, long greatestId)
{
    private const int MaxTimeDigits = 18;
    private readonly byte[] _separator = Encoding.ASCII.GetBytes(layout.Separator);

    /// <returns>-1, or the first column that is wrong; the number of columns when there are more.</returns>
    public int Parse(ReadOnlySpan<byte> line, out Rating rating)
    {
        long user = 0, item = 0, time = 0;
        rating = default;
        for (int column = 0; column < layout.Columns; column++)
        {
            int end = _separator.Length == 1 ? line.IndexOf(_separator[0]) : line.IndexOf(_separator);
            bool last = column == layout.Columns - 1;
            if (end < 0 != last)
                return last ? layout.Columns : column;
            ReadOnlySpan<byte> field = last ? line : line[..end];
            bool good = column == layout.User ? TryId(field, out user)
                : column == layout.Item ? TryId(field, out item)
                : column == layout.Time ? TryTime(field, out time)
                : column != layout.Rating || IsNumber(field);
            if (!good)
                return column;
            line = last ? default : line[(end + _separator.Length)..];
        }
        rating = new(user, item, time);
        return -1;
    }

    /// <summary>Says what is wrong with a line that does not parse.</summary>
    public BadLine Describe(ReadOnlySpan<byte> line, int index, int column)
    {
        string[] fields = Encoding.Latin1.GetString(line).Split(layout.Separator);
        if (fields.Length != layout.Columns)
            return new(index, "", $"It has {fields.Length} {(fields.Length == 1 ? "column" : "columns")}: {Field.Show(line)}.", layout.Expected);
        byte[] field = Encoding.Latin1.GetBytes(fields[column]);
        return new(index, $"column {column + 1} ({layout.NameOf(column)})", $"It is {Field.Show(field)}.", column switch
        {
            _ when column == layout.Time => $"Expected a time as a whole number of at most {MaxTimeDigits} digits.",
            _ when column == layout.Rating => "Expected a number such as 4 or 3.5.",
            _ when greatestId < long.MaxValue => $"Expected an id of 0 to {greatestId}; without --keep-ids any of up to {long.MaxValue} will do.",
            _ => $"Expected an id of 0 to {long.MaxValue}.",
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryId(ReadOnlySpan<byte> field, out long id)
    {
        const int SafeDigits = 18;
        ulong value = 0;
        id = 0;
        if (field.IsEmpty)
            return false;
        for (int i = 0; i < field.Length; i++)
        {
            uint digit = (uint)(field[i] - '0');
            if (digit > 9 || (i >= SafeDigits && value > ((ulong)long.MaxValue - digit) / 10))
                return false;
            value = value * 10 + digit;
        }
        id = (long)value;
        return id <= greatestId;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryTime(ReadOnlySpan<byte> field, out long time)
    {
        bool negative = field is [(byte)'-', ..];
        time = 0;
        if (negative)
            field = field[1..];
        if (field.IsEmpty || field.Length > MaxTimeDigits)
            return false;
        foreach (byte b in field)
        {
            uint digit = (uint)(b - '0');
            if (digit > 9)
                return false;
            time = time * 10 + digit;
        }
        if (negative)
            time = -time;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNumber(ReadOnlySpan<byte> field)
    {
        if (field is [(byte)'-', ..])
            field = field[1..];
        int digits = 0, points = 0;
        foreach (byte b in field)
        {
            if (b == '.')
                points++;
            else if ((uint)(b - '0') <= 9)
                digits++;
            else
                return false;
        }
        return digits > 0 && points <= 1;
    }
}
