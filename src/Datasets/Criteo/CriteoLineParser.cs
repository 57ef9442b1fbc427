using System.Runtime.CompilerServices;
using RecPipe.Datasets.Text;

namespace RecPipe.Datasets.Criteo;

/// <summary>
/// Parses lines of 40 tab-separated columns: a label, 13 integers, 26 categories of up to 8 hex digits; all but the label may
/// be empty. Integers become log(x + 1) as in facebookresearch/dlrm: missing and negative ones count as 0. A missing
/// category is the value 0, also as there.
/// </summary>
internal static class CriteoLineParser
{
    private const int Columns = 1 + CriteoSchema.DenseWidth + CriteoSchema.SparseWidth;
    private const int MaxDigits = 18;
    private const int MaxHexDigits = 8;
    private const byte NoDigit = 0xFF;

    private static readonly float[] s_logs = [.. Enumerable.Range(0, 4096).Select(x => (float)Math.Log(x + 1.0))];
    private static readonly byte[] s_hexDigits = HexDigits();

    /// <summary>Parses a chunk's text into its rows.</summary>
    public static void Parse(CriteoChunk chunk)
    {
        chunk.Rows = chunk.Lines = chunk.BadLineCount = 0;
        chunk.BadLines.Clear();
        ReadOnlySpan<byte> text = chunk.Text.AsSpan(0, chunk.TextLength);
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (line is [.., (byte)'\r'])
                line = line[..^1];
            int badColumn = ParseLine(line, chunk);
            if (badColumn == 0)
                chunk.Rows++;
            else if (chunk.BadLineCount++ < BadLines.Described)
                chunk.BadLines.Add(Describe(line, chunk.Lines, badColumn));
            chunk.Lines++;
        }
    }

    /// <returns>0, or the number of the first column that is wrong.</returns>
    private static int ParseLine(ReadOnlySpan<byte> line, CriteoChunk chunk)
    {
        int row = chunk.Rows;
        if (row >= CriteoChunk.RowCapacity || line.Length < 2 || line[1] != '\t' || line[0] - '0' is not (0 or 1))
            return 1;
        chunk.Labels[row] = (byte)(line[0] - '0');
        int at = 2;
        Span<float> dense = chunk.Dense.AsSpan(row * CriteoSchema.DenseWidth, CriteoSchema.DenseWidth);
        for (int j = 0; j < dense.Length; j++)
        {
            if (!TryInteger(line, ref at, out dense[j]) || at >= line.Length || line[at++] != '\t')
                return 2 + j;
        }
        for (int t = 0; t < CriteoSchema.SparseWidth; t++)
        {
            if (!TryHex(line, ref at, out chunk.Keys[t * CriteoChunk.RowCapacity + row]))
                return 2 + CriteoSchema.DenseWidth + t;
            bool ended = at >= line.Length;
            if (ended != (t == CriteoSchema.SparseWidth - 1) || (!ended && line[at++] != '\t'))
                return 2 + CriteoSchema.DenseWidth + t;
        }
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryInteger(ReadOnlySpan<byte> line, ref int at, out float log)
    {
        int i = at;
        bool negative = i < line.Length && line[i] == '-';
        if (negative)
            i++;
        int first = i;
        long value = 0;
        for (; i < line.Length && (uint)(line[i] - '0') <= 9 && i - first < MaxDigits; i++)
            value = value * 10 + (line[i] - '0');
        at = i;
        log = negative ? 0 : value < s_logs.Length ? s_logs[value] : (float)Math.Log(value + 1.0);
        return !negative || i > first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryHex(ReadOnlySpan<byte> line, ref int at, out uint value)
    {
        int i = at, end = Math.Min(line.Length, at + MaxHexDigits);
        value = 0;
        byte[] digits = s_hexDigits;
        for (; i < end && digits[line[i]] is not NoDigit and byte digit; i++)
            value = (value << 4) | digit;
        at = i;
        return i == line.Length || line[i] == '\t';
    }

    private static BadLine Describe(ReadOnlySpan<byte> line, int index, int column)
    {
        const string Layout = "a label, 13 integers and 26 hex categories, separated by tabs";
        int columns = line.Count((byte)'\t') + 1;
        if (columns == Columns - 1)
            return new(index, "", $"It has {columns} columns, as the unlabelled test file has.", $"Import a labelled file: {Layout}.");
        if (columns != Columns)
            return new(index, "", $"It has {columns} columns.", $"Expected {Columns}: {Layout}.");
        ReadOnlySpan<byte> field = line;
        for (int skip = 1; skip < column; skip++)
            field = field[(field.IndexOf((byte)'\t') + 1)..];
        int end = field.IndexOf((byte)'\t');
        return new(index, $"column {column} ({NameOf(column)})", $"It is {Field.Show(end < 0 ? field : field[..end])}.", column switch
        {
            1 => "Expected the label 0 or 1.",
            <= 1 + CriteoSchema.DenseWidth => $"Expected an integer of at most {MaxDigits} digits, or nothing.",
            _ => $"Expected at most {MaxHexDigits} hex digits, or nothing.",
        });
    }

    private static string NameOf(int column) => column switch
    {
        1 => "label",
        <= 1 + CriteoSchema.DenseWidth => CriteoSchema.DenseNames[column - 2],
        _ => CriteoSchema.SparseNames[column - 2 - CriteoSchema.DenseWidth],
    };

    private static byte[] HexDigits()
    {
        byte[] digits = new byte[256];
        Array.Fill(digits, NoDigit);
        for (int digit = 0; digit < 16; digit++)
        {
            digits["0123456789abcdef"[digit]] = (byte)digit;
            digits["0123456789ABCDEF"[digit]] = (byte)digit;
        }
        return digits;
    }
}
