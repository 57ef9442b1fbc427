using System.Buffers.Text;
using System.Diagnostics;
using RecPipe.Datasets.Criteo;
using RecPipe.Datasets.Synthetic;

namespace RecPipe.Datasets.Tests.Criteo;

/// <summary>Run with `--explicit only`: imports a file of about 240 MB with the skew of Criteo and says how fast.</summary>
public class CriteoImportSpeed(ITestOutputHelper output)
{
    [Theory(Explicit = true)]
    [InlineData(1_000_000)]
    public void Imports_at_300_000_rows_a_second_on_two_cores(int rows)
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("in.tsv");
        Write(file, rows);
        double fastest = double.MaxValue;
        for (int i = 0; i < 4; i++)
        {
            long started = Stopwatch.GetTimestamp();
            TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
            CriteoImporter.Import(new() { Parallelism = 2 }, file, folder.PathOf($"{i}"), new Progress<double>(), TestContext.Current.CancellationToken);
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
            output.WriteLine(FormattableString.Invariant($"{rows / seconds:N0} rows/s, {new FileInfo(file).Length / seconds / 1e6:N0} MB/s, {cpu.TotalSeconds / rows * 1e6:F2} us of CPU a row"));
            fastest = Math.Min(fastest, seconds);
            Directory.Delete(folder.PathOf($"{i}"), recursive: true);
        }
        (rows / fastest).ShouldBeGreaterThan(300_000);
    }

    [Fact(Explicit = true)]
    public void The_vocabularies_of_all_of_Criteo_Kaggle_fit_a_gigabyte()
    {
        long before = Environment.WorkingSet;
        IdMap[] maps = [.. CriteoTables.All.Select(_ => new IdMap())];
        for (int t = 0; t < maps.Length; t++)
        {
            for (int row = 0; row < CriteoTables.All[t].Rows; row++)
                maps[t].FindOrAdd((uint)RowHash.Of(t, row, 7));
        }
        long bytes = Environment.WorkingSet - before;
        output.WriteLine(FormattableString.Invariant($"{maps.Sum(map => (long)map.Count):N0} values in {bytes / 1e6:N0} MB"));
        bytes.ShouldBeLessThan(1_000_000_000);
        GC.KeepAlive(maps);
    }

    private static void Write(string file, int rows)
    {
        SyntheticCriteo synthetic = new(new() { Rows = rows });
        SyntheticBlock block = new(SyntheticCriteo.BlockRows);
        byte[] line = new byte[1024];
        using FileStream stream = File.Create(file);
        for (int b = 0; b < synthetic.Blocks; b++)
        {
            synthetic.Fill(b, block);
            for (int row = 0; row < block.Rows; row++)
                stream.Write(line.AsSpan(0, Format(block, row, line)));
        }
    }

    private static int Format(SyntheticBlock block, int row, byte[] line)
    {
        int length = 0;
        line[length++] = (byte)('0' + block.Labels[row]);
        for (int j = 0; j < 13; j++)
        {
            line[length++] = (byte)'\t';
            long count = (long)Math.Round(Math.Exp(block.Dense[row * 13 + j]) - 1);
            if (count > 0 && Utf8Formatter.TryFormat(count, line.AsSpan(length), out int written))
                length += written;
        }
        for (int t = 0; t < 26; t++)
        {
            line[length++] = (byte)'\t';
            uint key = (uint)RowHash.Of(t, block.Sparse[row * 26 + t], 7);
            Utf8Formatter.TryFormat(key, line.AsSpan(length), out int written, new('x', 8));
            length += written;
        }
        line[length++] = (byte)'\n';
        return length;
    }
}
