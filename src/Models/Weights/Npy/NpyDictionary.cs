using System.Globalization;

namespace RecPipe.Models.Weights.Npy;

/// <summary>The Python dictionary in a .npy header.</summary>
/// <param name="Descr">Byte order and element type, for example "&lt;f4".</param>
/// <param name="FortranOrder">Whether the first index runs fastest.</param>
/// <param name="Shape">Extents, outermost first.</param>
internal sealed record NpyDictionary(string Descr, bool FortranOrder, IReadOnlyList<long> Shape)
{
    /// <returns>Null when the text is anything but the three fields, once each, of their types.</returns>
    public static NpyDictionary? Parse(string text)
    {
        Scanner scanner = new(text);
        string? descr = null;
        bool? fortranOrder = null;
        IReadOnlyList<long>? shape = null;
        if (!scanner.Take('{'))
            return null;
        while (!scanner.Take('}'))
        {
            string? field = scanner.Text();
            if (field is null || !scanner.Take(':'))
                return null;
            bool read = field switch
            {
                "descr" when descr is null => (descr = scanner.Text()) is not null,
                "fortran_order" when fortranOrder is null => (fortranOrder = scanner.Boolean()) is not null,
                "shape" when shape is null => (shape = scanner.Tuple()) is not null,
                _ => false,
            };
            if (!read || (!scanner.Take(',') && !scanner.IsAt('}')))
                return null;
        }
        return scanner.AtEnd && descr is not null && fortranOrder is { } order && shape is not null ? new(descr, order, shape) : null;
    }

    /// <summary>Reads the literals that occur; white space between them means nothing.</summary>
    private sealed class Scanner(string text)
    {
        private int _at;

        public bool AtEnd
        {
            get
            {
                SkipSpace();
                return _at == text.Length;
            }
        }

        public bool IsAt(char expected)
        {
            SkipSpace();
            return _at < text.Length && text[_at] == expected;
        }

        public bool Take(char expected)
        {
            if (!IsAt(expected))
                return false;
            _at++;
            return true;
        }

        /// <summary>'text' or "text".</summary>
        public string? Text()
        {
            if (!IsAt('\'') && !IsAt('"'))
                return null;
            int end = text.IndexOf(text[_at], _at + 1);
            if (end < 0)
                return null;
            string value = text[(_at + 1)..end];
            _at = end + 1;
            return value;
        }

        public bool? Boolean() => TakeWord("True") ? true : TakeWord("False") ? false : null;

        /// <summary>(), (3,) or (3, 4); Python 2 wrote (3L, 4L).</summary>
        public List<long>? Tuple()
        {
            List<long> values = [];
            if (!Take('('))
                return null;
            while (!Take(')'))
            {
                if (Number() is not { } value)
                    return null;
                values.Add(value);
                if (!Take(',') && (values.Count == 1 || !IsAt(')')))
                    return null;
            }
            return values;
        }

        private long? Number()
        {
            SkipSpace();
            int end = _at;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            if (!long.TryParse(text.AsSpan(_at, end - _at), NumberStyles.None, CultureInfo.InvariantCulture, out long value))
                return null;
            _at = end;
            Take('L');
            return value;
        }

        private bool TakeWord(string word)
        {
            SkipSpace();
            if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
                return false;
            _at += word.Length;
            return true;
        }

        private void SkipSpace()
        {
            while (_at < text.Length && text[_at] is (' ' or '\n' or '\t'))
                _at++;
        }
    }
}
