using System.Text;
using RecPipe.Datasets.Criteo;
using RecPipe.Datasets.Text;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Datasets.Tests.Criteo;

public sealed class CriteoImportErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "2", "column 1 (label)", "\"2\"")]
    [InlineData(0, "", "column 1 (label)", "empty")]
    [InlineData(1, "1.5", "column 2 (I1)", "\"1.5\"")]
    [InlineData(3, "-", "column 4 (I3)", "\"-\"")]
    [InlineData(13, "1234567890123456789", "column 14 (I13)", "1234567890123456789")]
    [InlineData(14, "xyz", "column 15 (C1)", "\"xyz\"")]
    [InlineData(20, "123456789", "column 21 (C7)", "\"123456789\"")]
    [InlineData(39, "\u00e9\u4e00", "column 40 (C26)", "\\xc3\\xa9")]
    public void A_wrong_field_is_named_with_file_line_and_column(int column, string value, string where, string shown)
    {
        string[] fields = CriteoLines.Line().Split('\t');
        fields[column] = value;
        ConfigProblem problem = Fails(string.Join('\n', CriteoLines.Line(), CriteoLines.Line(), string.Join('\t', fields), CriteoLines.Line())).ShouldHaveSingleItem();
        problem.File.ShouldEndWith("in.tsv");
        problem.Field.ShouldBe($"line 3, {where}");
        problem.Problem.ShouldContain(shown);
        problem.Remedy.ShouldStartWith("Expected");
    }

    [Fact]
    public void An_unlabelled_file_is_recognised() =>
        Fails(CriteoLines.Line()[2..]).ShouldHaveSingleItem().Problem.ShouldBe("It has 39 columns, as the unlabelled test file has.");

    [Fact]
    public void The_real_unlabelled_file_is_recognised()
    {
        string file = Repository.RealData("criteo-kaggle", "unlabelled-1999.tsv.gz");
        ConfigException error = Should.Throw<ConfigException>(() => Import(new(), file));
        error.Problems[0].Field.ShouldBe("line 1");
        error.Problems[0].Problem.ShouldContain("unlabelled");
        NothingIsLeft();
    }

    [Theory]
    [InlineData("\t5", "It has 41 columns.")]
    [InlineData("\n\n", "It has 1 columns.")]
    public void Another_number_of_columns_is_said(string appended, string problem) =>
        Fails(CriteoLines.Line() + appended).ShouldHaveSingleItem().Problem.ShouldBe(problem);

    [Fact]
    public void A_file_without_rows_is_refused()
    {
        Fails("").ShouldHaveSingleItem().Problem.ShouldBe("It is empty.");
        Fails(CriteoLines.Gzip([])).ShouldHaveSingleItem().Problem.ShouldBe("It is empty.");
        Fails("x\n", new() { MaxBadLines = 5 }).ShouldHaveSingleItem().Problem.ShouldBe("None of its lines is a row.");
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused()
    {
        Should.Throw<ConfigException>(() => Import(new(), _folder.PathOf("nowhere"))).Message.ShouldContain("no such file");
        Should.Throw<ConfigException>(() => Import(new(), _folder.Root)).Message.ShouldContain("a folder");
    }

    [Fact]
    public void A_line_that_does_not_end_is_refused()
    {
        string text = string.Concat(Enumerable.Repeat(CriteoLines.Line() + "\n", 3)) + new string('0', CriteoChunk.TextBytes + 1);
        Fails(text).ShouldHaveSingleItem().Field.ShouldBe("line 4");
    }

    [Fact]
    public void Gzip_that_was_cut_off_anywhere_or_damaged_is_refused()
    {
        byte[] whole = CriteoLines.Gzip(Encoding.ASCII.GetBytes(string.Join('\n', CriteoLines.Random(200, seed: 8))));
        for (int length = 3; length < whole.Length; length += length < whole.Length - 20 ? 997 : 1)
            Fails(whole[..length]).ShouldNotBeEmpty();
        byte[] damaged = [.. whole];
        damaged[whole.Length / 2] ^= 0x10;
        Fails(damaged).ShouldNotBeEmpty();
        Fails([.. whole, 1, 2, 3]).ShouldNotBeEmpty();
    }

    [Fact]
    public void More_wrong_lines_than_tolerated_list_the_first_and_the_count()
    {
        string text = string.Join('\n', Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? CriteoLines.Line() : "bad"));
        IReadOnlyList<ConfigProblem> problems = Fails(text, new() { MaxBadLines = 3 });
        problems.Count.ShouldBe(BadLines.Described + 1);
        problems[0].Field.ShouldBe("line 2");
        problems[^1].Problem.ShouldBe("At least 25 lines are not rows.");
    }

    [Fact]
    public void Every_option_out_of_range_is_named()
    {
        CriteoImportOptions options = new() { TestShare = -1, MaxTableRows = 1, MaxBadLines = -1, Parallelism = 0 };
        Should.Throw<ConfigException>(options.ThrowIfInvalid).Problems.Select(problem => problem.Field)
            .ShouldBe(["--test-share", "--max-table-rows", "--max-bad-lines", "parallelism"]);
        Should.Throw<ConfigException>(new CriteoImportOptions { Hashing = true }.ThrowIfInvalid).Problems.ShouldHaveSingleItem().Field.ShouldBe("--hashing");
    }

    [Fact]
    public void Cancelling_leaves_nothing_behind()
    {
        string file = Write(Encoding.ASCII.GetBytes(string.Join('\n', CriteoLines.Random(20_000, seed: 9))));
        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => CriteoImporter.Import(new(), file, _folder.PathOf("s"), new CancelAtFirst(stop), stop.Token));
        NothingIsLeft();
    }

    [Fact]
    public void Random_damage_is_imported_or_refused_but_never_crashes()
    {
        byte[] plain = Encoding.ASCII.GetBytes(string.Join('\n', CriteoLines.Random(40, seed: 10)));
        byte[] zipped = CriteoLines.Gzip(plain);
        int refused = 0;
        for (ulong seed = 0; seed < 300; seed++)
        {
            Xoshiro256 random = new(seed, 1);
            byte[] damaged = Damage(seed % 3 == 0 ? zipped : plain, ref random);
            try
            {
                Import(new() { MaxBadLines = (long)(seed % 5), MaxTableRows = seed % 2 == 0 ? null : 4 }, Write(damaged));
                Directory.Delete(_folder.PathOf("s"), recursive: true);
            }
            catch (ConfigException)
            {
                refused++;
            }
            NothingIsLeft();
        }
        refused.ShouldBeInRange(100, 299);
    }

    private static byte[] Damage(byte[] bytes, ref Xoshiro256 random)
    {
        List<byte> damaged = [.. bytes];
        int times = 1 + (int)(random.NextUniform() * 4);
        for (int i = 0; i < times; i++)
        {
            int at = (int)(random.NextUniform() * damaged.Count);
            switch (random.Next() % 5)
            {
                case 0: damaged[at] = (byte)random.Next(); break;
                case 1: damaged.Insert(at, (byte)"\t\n\r\0-"[(int)(random.Next() % 5)]); break;
                case 2: damaged.RemoveAt(at); break;
                case 3: damaged.RemoveRange(at, Math.Min(damaged.Count - at, (int)(random.Next() % 300))); break;
                default: damaged[at] ^= (byte)(1 << (int)(random.Next() % 8)); break;
            }
        }
        return [.. damaged];
    }

    private IReadOnlyList<ConfigProblem> Fails(string text, CriteoImportOptions? options = null) => Fails(Encoding.UTF8.GetBytes(text), options);

    private IReadOnlyList<ConfigProblem> Fails(byte[] text, CriteoImportOptions? options = null)
    {
        ConfigException error = Should.Throw<ConfigException>(() => Import(options ?? new(), Write(text)));
        NothingIsLeft();
        return error.Problems;
    }

    private CriteoImportSummary Import(CriteoImportOptions options, string file) =>
        CriteoImporter.Import(options, file, _folder.PathOf("s"), new Progress<double>(), TestContext.Current.CancellationToken);

    private string Write(byte[] text)
    {
        string file = _folder.PathOf("in.tsv");
        File.WriteAllBytes(file, text);
        return file;
    }

    private void NothingIsLeft() =>
        Directory.EnumerateFileSystemEntries(_folder.Root).Select(Path.GetFileName).Where(name => name != "in.tsv").ShouldBeEmpty();

    private sealed class CancelAtFirst(CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value) => stop.Cancel();
    }
}
