using RecPipe.Datasets.Text;

namespace RecPipe.Datasets.Criteo;

/// <summary>A run of whole lines of the file and, once parsed, its rows. Reused.</summary>
internal sealed class CriteoChunk
{
    /// <summary>Text a chunk holds.</summary>
    public const int TextBytes = LineText.BlockBytes;

    /// <summary>The shortest row: a label, 39 tabs and a line feed.</summary>
    private const int ShortestRow = 41;

    /// <summary>Most rows a chunk can hold; the distance between columns in <see cref="Keys"/>. The last may lack its line feed.</summary>
    public const int RowCapacity = TextBytes / ShortestRow + 1;

    public byte[] Text { get; } = new byte[TextBytes];

    public int TextLength { get; set; }

    /// <summary>Lines in the text, good and bad.</summary>
    public int Lines { get; set; }

    public int Rows { get; set; }

    /// <summary>float32 [rows, 13]: log(x + 1).</summary>
    public float[] Dense { get; } = new float[RowCapacity * CriteoSchema.DenseWidth];

    /// <summary>uint32 [26, row capacity], column-major: the values as written; 0 is missing.</summary>
    public uint[] Keys { get; } = new uint[CriteoSchema.SparseWidth * RowCapacity];

    /// <summary>int32 [rows, 26]: filled when the chunk's turn comes.</summary>
    public int[] Ids { get; } = new int[RowCapacity * CriteoSchema.SparseWidth];

    public byte[] Labels { get; } = new byte[RowCapacity];

    public int BadLineCount { get; set; }

    /// <summary>The first bad lines.</summary>
    public List<BadLine> BadLines { get; } = [];
}
