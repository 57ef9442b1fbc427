using System.Text;
using RecPipe.Datasets.MovieLens;
using RecPipe.Datasets.Text;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Datasets.Tests.MovieLens;

public sealed class MovieLensImportErrorTests : IDisposable
{
    private readonly Imports _imports = new();

    public void Dispose() => _imports.Dispose();

    [Theory]
    [InlineData("1::x::3::4", "line 3, column 2 (item)", "It is \"x\".", "Expected an id of 0 to 9223372036854775807.")]
    [InlineData("-1::2::3::4", "line 3, column 1 (user)", "It is \"-1\".", "Expected an id of 0")]
    [InlineData("::2::3::4", "line 3, column 1 (user)", "It is empty.", "Expected an id of 0")]
    [InlineData("9223372036854775808::2::3::4", "line 3, column 1 (user)", "It is \"9223372036854775808\".", "Expected an id of 0")]
    [InlineData("1::99999999999999999999999999999::3::4", "line 3, column 2 (item)", "and 5 bytes more", "Expected an id of 0")]
    [InlineData("1::2::good::4", "line 3, column 3 (rating)", "It is \"good\".", "Expected a number such as 4 or 3.5.")]
    [InlineData("1::2::3.5.1::4", "line 3, column 3 (rating)", "It is \"3.5.1\".", "Expected a number")]
    [InlineData("1::2::3::", "line 3, column 4 (timestamp)", "It is empty.", "Expected a time")]
    [InlineData("1::2::3::12:30", "line 3, column 4 (timestamp)", "It is \"12:30\".", "Expected a time")]
    [InlineData("1::2::3::1234567890123456789", "line 3, column 4 (timestamp)", "It is \"1234567890123456789\".", "at most 18 digits")]
    [InlineData("1::2::3", "line 3", "It has 3 columns: \"1::2::3\".", "Expected 4 columns parted by \"::\".")]
    [InlineData("1::2::3::4::5", "line 3", "It has 5 columns", "Expected 4 columns")]
    [InlineData("", "line 3", "It has 1 column: empty.", "Expected 4 columns")]
    [InlineData("1\t2\t\u4e00", "line 3", "It has 1 column: \"1\\x092\\x09\\xe4\\xb8\\x80\".", "Expected 4 columns")]
    public void A_bad_row_is_named_with_file_line_field_and_remedy(string row, string where, string problem, string remedy)
    {
        ConfigProblem found = _imports.Fails($"1::2::3::4\n2::2::3.5::4\n{row}\n3::2::3::4\n").ShouldHaveSingleItem();
        found.File.ShouldEndWith("in.txt");
        found.Field.ShouldBe(where);
        found.Problem.ShouldContain(problem);
        found.Remedy.ShouldContain(remedy);
    }

    [Fact]
    public void So_many_bad_rows_are_tolerated_as_allowed()
    {
        string text = "user,item\n" + string.Concat(Enumerable.Range(0, 30).Select(i => i % 3 == 2 ? "x,1\n" : $"{i / 3},{i}\n"));
        string file = _imports.Write(Encoding.UTF8.GetBytes(text));
        MovieLensImportSummary summary = _imports.Summary(new() { MaxBadLines = 10 }, file);
        (summary.Ratings, summary.BadLines).ShouldBe((20, 10));
        summary.FirstBadLines.Select(bad => bad.Field).ShouldBe(["line 4, column 1 (user)", "line 7, column 1 (user)", "line 10, column 1 (user)", "line 13, column 1 (user)", "line 16, column 1 (user)"]);
        _imports.Clear();
        IReadOnlyList<ConfigProblem> problems = _imports.Fails(text, new() { MaxBadLines = 9 });
        problems.Count.ShouldBe(BadLines.Described + 1);
        problems[^1].Problem.ShouldBe("At least 10 lines are not rows.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("userId,movieId,rating,timestamp\n", "None of its lines is a rating.")]
    [InlineData("hello\n", "No column of the header names the user")]
    [InlineData("user\tplace\n1\t2\n", "No column of the header names the item")]
    [InlineData("1\n2\n", "It has 1 column parted by spaces")]
    [InlineData("1,2,3,4,5\n", "It has 5 columns parted by commas")]
    public void A_file_without_ratings_is_refused(string text, string problem = "It is empty.")
    {
        _imports.Fails(text).ShouldHaveSingleItem().Problem.ShouldStartWith(problem);
        _imports.Fails(Imports.Gzip(Encoding.UTF8.GetBytes(text))).ShouldHaveSingleItem().Problem.ShouldStartWith(problem);
    }

    [Fact]
    public void A_missing_file_a_folder_and_a_place_that_is_taken_are_refused()
    {
        Should.Throw<ConfigException>(() => _imports.Summary(new(), _imports.Folder.PathOf("nowhere"))).Message.ShouldContain("no such file");
        Should.Throw<ConfigException>(() => _imports.Summary(new(), _imports.Folder.Root)).Message.ShouldContain("a folder");
        string file = _imports.Write("1 2\n"u8.ToArray());
        Should.Throw<ConfigException>(() => _imports.Summary(new() { HeldOutFile = _imports.Folder.PathOf("nowhere") }, file)).Message.ShouldContain("no such file");
        _imports.NothingIsLeft();
        _imports.Summary(new(), file);
        Should.Throw<ConfigException>(() => _imports.Summary(new(), file)).Message.ShouldContain("there already");
    }

    [Fact]
    public void Gzip_that_was_cut_off_and_a_line_that_does_not_end_are_refused()
    {
        byte[] whole = Imports.Gzip(Encoding.UTF8.GetBytes(Lines(300, seed: 2)));
        for (int length = 3; length < whole.Length; length += 37)
            _imports.Fails(whole[..length]).ShouldNotBeEmpty();
        _imports.Fails("1 2\n3 4\n" + new string('5', LineText.BlockBytes + 1)).ShouldHaveSingleItem().Field.ShouldBe("line 3");
    }

    [Fact]
    public void Cancelling_leaves_nothing_behind()
    {
        string file = _imports.Write(Encoding.UTF8.GetBytes(Lines(100_000, seed: 3)));
        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => _imports.Summary(new(), file, new CancelAtFirst(stop), stop.Token));
        _imports.NothingIsLeft();
    }

    [Fact]
    public void Every_option_out_of_range_is_named() =>
        Should.Throw<ConfigException>(new MovieLensImportOptions { MaxBadLines = -1, Split = RecPipe.Datasets.Interactions.HeldOutSplit.Given }.ThrowIfInvalid)
            .Problems.Select(problem => problem.Field).ShouldBe(["--max-bad-lines", "--split"]);

    [Fact]
    public void Random_damage_is_imported_or_refused_but_never_crashes()
    {
        byte[] plain = Encoding.UTF8.GetBytes(Lines(40, seed: 10)), zipped = Imports.Gzip(plain);
        int refused = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            Xoshiro256 random = new(seed, 1);
            try
            {
                byte[] damaged = Damage(seed % 3 == 0 ? zipped : plain, ref random);
                _imports.Of(damaged, new() { MaxBadLines = (long)(seed % 5), KeepIds = seed % 7 == 0 }).Dispose();
                _imports.Clear();
            }
            catch (ConfigException)
            {
                refused++;
            }
            _imports.NothingIsLeft();
        }
        refused.ShouldBeInRange(100, 399);
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
                case 1: damaged.Insert(at, (byte)"\t\n\r\0-:,9"[(int)(random.Next() % 8)]); break;
                case 2: damaged.RemoveAt(at); break;
                case 3: damaged.RemoveRange(at, Math.Min(damaged.Count - at, (int)(random.Next() % 100))); break;
                default: damaged[at] ^= (byte)(1 << (int)(random.Next() % 8)); break;
            }
        }
        return [.. damaged];
    }

    private static string Lines(int count, ulong seed)
    {
        Xoshiro256 random = new(seed);
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
            text.Append(FormattableString.Invariant($"{1 + random.NextBelow(20)}\t{1 + random.NextBelow(30)}\t{1 + random.NextBelow(5)}\t{900_000_000 + random.NextBelow(1000)}\n"));
        return text.ToString();
    }

    private sealed class CancelAtFirst(CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value) => stop.Cancel();
    }
}
