using System.Globalization;
using System.IO.Compression;
using System.Text;
using RecPipe.Datasets.Criteo;
using RecPipe.Datasets.Store;

namespace RecPipe.Datasets.Tests.Criteo;

public sealed class CriteoImporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_value_is_what_a_plain_reading_gives_on_any_number_of_threads(int parallelism)
    {
        string[] lines = CriteoLines.Random(12_000, seed: 5);
        CriteoImportSummary summary = Import(new() { Parallelism = parallelism }, lines);
        summary.Lines.ShouldBe(lines.Length);
        using FeatureStore store = FeatureStore.Open(_folder.PathOf("s"));
        store.VerifyChecksums(TestContext.Current.CancellationToken);
        Dictionary<string, int>[] vocabularies = [.. Enumerable.Range(0, 26).Select(_ => new Dictionary<string, int>())];
        for (int row = 0; row < lines.Length; row++)
        {
            string[] fields = lines[row].Split('\t');
            (store.Labels[row] == (fields[0] == "1" ? 1 : 0)).ShouldBeTrue();
            float[] dense = [.. fields[1..14].Select(x => (float)Math.Log(1.0 + (x.Length == 0 ? 0 : Math.Max(0, long.Parse(x, CultureInfo.InvariantCulture)))))];
            if (!store.DenseRow(row).SequenceEqual(dense))
                store.DenseRow(row).ToArray().ShouldBe(dense, $"row {row}");
            int[] sparse = [.. fields[14..].Select((value, t) => vocabularies[t].TryAdd(value, vocabularies[t].Count) ? vocabularies[t].Count - 1 : vocabularies[t][value])];
            if (!store.SparseRow(row).SequenceEqual(sparse))
                store.SparseRow(row).ToArray().ShouldBe(sparse, $"row {row}");
        }
        store.TableRows.ShouldBe(vocabularies.Select(vocabulary => vocabulary.Count));
        store.Manifest.Sparse.Select(feature => feature.MissingRow).ShouldBe(vocabularies.Select(vocabulary => vocabulary.TryGetValue("", out int row) ? row : (int?)null));
        store.Manifest.TrainRows.ShouldBe(10_800);
    }

    [Fact]
    public void Gzip_carriage_returns_and_a_last_line_without_its_end_change_nothing()
    {
        string[] lines = CriteoLines.Random(3000, seed: 6);
        byte[] plain = Encoding.ASCII.GetBytes(string.Join('\n', lines) + '\n');
        IReadOnlyDictionary<string, string> expected = Import(new(), plain, "plain").Manifest.Checksums;
        byte[] unended = plain[..^1], carriage = Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n"), zipped = CriteoLines.Gzip(plain);
        Import(new(), unended, "unended").Manifest.Checksums.ShouldBe(expected);
        Import(new(), carriage, "carriage").Manifest.Checksums.ShouldBe(expected);
        Import(new(), zipped, "zipped").Manifest.Checksums.ShouldBe(expected);
        Import(new(), CriteoLines.Gzip(unended), "zipped-unended").Manifest.Checksums.ShouldBe(expected);
        byte[] members = [.. CriteoLines.Gzip(plain[..1000]), .. CriteoLines.Gzip(plain[1000..])];
        Import(new(), members, "members").Manifest.Checksums.ShouldBe(expected);
    }

    [Fact]
    public void Values_that_find_a_capped_vocabulary_full_share_the_overflow_row()
    {
        string[] lines = [CriteoLines.Line(c1: "a"), CriteoLines.Line(c1: ""), CriteoLines.Line(c1: "b"), CriteoLines.Line(c1: "c"), CriteoLines.Line(c1: "a"), CriteoLines.Line(c1: "")];
        Import(new() { MaxTableRows = 3 }, lines);
        using FeatureStore store = FeatureStore.Open(_folder.PathOf("s"));
        Enumerable.Range(0, 6).Select(row => store.SparseRow(row)[0]).ShouldBe([0, 1, 2, 2, 0, 1]);
        store.Manifest.Sparse[0].ShouldBe(new SparseFeature("C1", 3, MissingRow: 1, OverflowRow: 2));
        store.Manifest.Sparse[1].ShouldBe(new SparseFeature("C2", 1));
    }

    [Fact]
    public void Hashing_keeps_row_0_for_no_value_and_spreads_the_others()
    {
        string[] lines = [.. Enumerable.Range(0, 5000).Select(i => CriteoLines.Line(c1: i % 5 == 0 ? "" : i.ToString("x", CultureInfo.InvariantCulture)))];
        Import(new() { Hashing = true, MaxTableRows = 100 }, lines);
        using FeatureStore store = FeatureStore.Open(_folder.PathOf("s"));
        int[] ids = [.. Enumerable.Range(0, 5000).Select(row => store.SparseRow(row)[0])];
        ids.Where((_, row) => row % 5 == 0).ShouldAllBe(id => id == 0);
        int[] counts = [.. ids.Where((_, row) => row % 5 != 0).CountBy(id => id).Select(pair => pair.Value)];
        counts.Length.ShouldBe(99);
        counts.Max().ShouldBeLessThan(80);
        store.Manifest.Sparse.ShouldAllBe(feature => feature.TableRows == 100);
        store.Manifest.Sparse[0].MissingRow.ShouldBe(0);
    }

    [Fact]
    public void Wrong_lines_within_the_tolerance_are_counted_and_left_out()
    {
        string[] good = CriteoLines.Random(3000, seed: 7);
        IReadOnlyDictionary<string, string> expected = Import(new(), Encoding.ASCII.GetBytes(string.Join('\n', good)), "good").Manifest.Checksums;
        List<string> lines = [.. good];
        lines.Insert(2500, CriteoLines.Line(c1: "xyz"));
        lines.Insert(10, "");
        CriteoImportSummary summary = Import(new() { MaxBadLines = 2 }, [.. lines]);
        summary.Manifest.Checksums.ShouldBe(expected);
        summary.Lines.ShouldBe(3002);
        summary.BadLines.ShouldBe(2);
        summary.FirstBadLines.Select(bad => bad.Field).ShouldBe(["line 11", "line 2502, column 15 (C1)"]);
    }

    [Fact]
    public void Real_rows_give_what_an_independent_count_gives()
    {
        string file = Repository.RealData("criteo-kaggle", "train-6000.tsv.gz");
        using StreamReader reader = new(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        string[][] rows = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];
        CriteoImportSummary summary = CriteoImporter.Import(new(), file, _folder.PathOf("s"), new Progress<double>(), TestContext.Current.CancellationToken);
        using FeatureStore store = FeatureStore.Open(_folder.PathOf("s"));
        store.Rows.ShouldBe(6000);
        summary.BadLines.ShouldBe(0);
        summary.Manifest.TrainRows.ShouldBe(5400);
        summary.Manifest.PositiveRate.ShouldBe(0.217, 0.0005);
        store.TableRows.ShouldBe(Enumerable.Range(14, 26).Select(column => rows.Select(fields => fields[column]).Distinct().Count()));
        for (int j = 0; j < 13; j++)
        {
            double expected = rows.Average(fields => fields[1 + j].Length == 0 ? 0 : Math.Log(1 + Math.Max(0, int.Parse(fields[1 + j], CultureInfo.InvariantCulture))));
            Enumerable.Range(0, 6000).Average(row => (double)store.DenseRow(row)[j]).ShouldBe(expected, 1e-5);
        }
    }

    private CriteoImportSummary Import(CriteoImportOptions options, string[] lines) =>
        Import(options, Encoding.ASCII.GetBytes(string.Join('\n', lines) + '\n'), "s");

    private CriteoImportSummary Import(CriteoImportOptions options, byte[] text, string store)
    {
        string file = _folder.PathOf($"{store}.tsv");
        File.WriteAllBytes(file, text);
        return CriteoImporter.Import(options, file, _folder.PathOf(store), new Progress<double>(), TestContext.Current.CancellationToken);
    }
}
