namespace RecPipe.Datasets.Text;

/// <summary>A field of a line.</summary>
internal static class Field
{
    /// <summary>A field as it may be printed: quoted, cut, bytes outside ASCII as hex.</summary>
    public static string Show(ReadOnlySpan<byte> field)
    {
        const int MostShown = 24;
        if (field.IsEmpty)
            return "empty";
        IEnumerable<string> shown = field[..Math.Min(field.Length, MostShown)].ToArray().Select(b => b is >= 0x20 and < 0x7F ? ((char)b).ToString() : $"\\x{b:x2}");
        return $"\"{string.Concat(shown)}\"" + (field.Length > MostShown ? $" and {field.Length - MostShown} bytes more" : "");
    }
}
