using System.Buffers;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Weights;

/// <summary>A named array of a weight file. Its elements stay in the file until they are read. Not safe for concurrent reads.</summary>
public sealed class WeightTensor : IDisposable
{
    private const int BlockElements = 1 << 18;

    /// <summary>Compressed arrays in Fortran order are unpacked into memory, up to this size.</summary>
    private const long LargestUnpacked = 64 << 20;

    private readonly string _path;
    private readonly TensorLayout _layout;
    private TensorStorage _storage;

    internal WeightTensor(string path, string name, TensorLayout layout, TensorStorage storage)
    {
        _path = path;
        Name = name;
        _layout = layout;
        _storage = storage;
        Width = Product(1, layout.Shape.Count);
    }

    public string Name { get; }

    /// <summary>Extents, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape => _layout.Shape;

    public TensorType Type => _layout.Type;

    /// <summary>Extent of the first dimension; 1 for a scalar.</summary>
    public long Rows => Shape.Count == 0 ? 1 : Shape[0];

    /// <summary>Elements of a row: everything but the first dimension.</summary>
    public long Width { get; }

    /// <summary>Copies rows as float32.</summary>
    /// <param name="firstRow">First row.</param>
    /// <param name="rows">[n, width], filled; a row's elements in C order, however they are stored.</param>
    /// <exception cref="ConfigException">The file is damaged or cannot be read.</exception>
    public void Read(long firstRow, Span<float> rows)
    {
        if (rows.Length == 0)
            return;
        if (rows.Length % Width != 0 || firstRow < 0 || rows.Length / Width > Rows - firstRow)
            throw new ArgumentOutOfRangeException(nameof(firstRow), firstRow, $"{Name} has {Rows} rows of {Width}.");
        if (!_layout.FortranOrder || Shape.Count < 2)
            ReadRun(firstRow * Width, rows);
        else
            ReadColumns(firstRow, rows);
    }

    /// <summary>The whole tensor as float32, in C order.</summary>
    /// <exception cref="ConfigException">As <see cref="Read"/>.</exception>
    public float[] ToArray()
    {
        float[] values = new float[checked(Rows * Width)];
        Read(0, values);
        return values;
    }

    /// <summary>Reads everything once: compares checksums, and looks for values that are not finite in float32.</summary>
    /// <exception cref="ConfigException">The first thing that is wrong.</exception>
    public void Verify(CancellationToken cancellationToken = default)
    {
        _storage.Verify(cancellationToken);
        float[] block = ArrayPool<float>.Shared.Rent(BlockElements);
        try
        {
            long count = checked(Rows * Width);
            for (long at = 0; at < count; at += BlockElements)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Span<float> values = block.AsSpan(0, (int)Math.Min(BlockElements, count - at));
                ReadRun(at, values);
                for (int i = 0; i < values.Length; i++)
                {
                    if (!float.IsFinite(values[i]))
                        throw new ConfigException(_path, Name, $"Element {at + i} in file order is {values[i]} as float32.", "Weights are finite numbers: look at how the model was trained or saved.");
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(block);
        }
    }

    /// <summary>Lets go of what reading holds; the file stays open.</summary>
    public void Dispose() => _storage.Dispose();

    /// <summary>Consecutive elements in file order.</summary>
    private void ReadRun(long first, Span<float> values)
    {
        int size = ElementReader.SizeOf(Type);
        int most = Math.Min(values.Length, BlockElements);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(most * size);
        try
        {
            while (values.Length > 0)
            {
                Span<float> part = values[..Math.Min(values.Length, most)];
                Span<byte> source = bytes.AsSpan(0, part.Length * size);
                _storage.Read(_layout.DataOffset + first * size, source);
                ElementReader.ToFloat(source, Type, _layout.BigEndian, part);
                values = values[part.Length..];
                first += part.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Fortran order: the first index runs fastest, so a column of rows is consecutive.</summary>
    private void ReadColumns(long firstRow, Span<float> rows)
    {
        UnpackIfCompressed();
        int width = (int)Width, count = rows.Length / width;
        float[] column = ArrayPool<float>.Shared.Rent(count);
        try
        {
            for (int j = 0; j < width; j++)
            {
                ReadRun(Column(j) * Rows + firstRow, column.AsSpan(0, count));
                for (int i = 0; i < count; i++)
                    rows[i * width + j] = column[i];
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(column);
        }
    }

    /// <summary>Number of a column in file order, from its number in C order.</summary>
    private long Column(long number)
    {
        long column = 0;
        for (int k = Shape.Count - 1; k >= 1; k--)
        {
            column += number % Shape[k] * Product(1, k);
            number /= Shape[k];
        }
        return column;
    }

    private void UnpackIfCompressed()
    {
        if (_storage.IsRandomAccess)
            return;
        long length = _layout.DataOffset + _layout.Bytes;
        if (length > LargestUnpacked)
            throw new ConfigException(_path, Name, $"It is compressed, in Fortran order and {length} bytes: its rows lie scattered over all of them.", "Save it in C order (numpy.ascontiguousarray), or without compression.");
        byte[] bytes = new byte[length];
        _storage.Read(0, bytes);
        _storage.Dispose();
        _storage = new MemoryRange(bytes);
    }

    private long Product(int from, int to)
    {
        long product = 1;
        for (int i = from; i < to; i++)
            product *= Shape[i];
        return product;
    }
}
