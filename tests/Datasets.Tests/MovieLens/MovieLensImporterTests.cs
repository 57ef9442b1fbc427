using System.Text;
using RecPipe.Datasets.Interactions;
using RecPipe.Datasets.MovieLens;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Tests.MovieLens;

public sealed class MovieLensImporterTests : IDisposable
{
    private readonly Imports _imports = new();

    public void Dispose() => _imports.Dispose();

    /// <summary>User 10 rated 30 at 5, 20 at 9 and 40 at 7; user 5 rated 20 at 1 and 30 at 2.</summary>
    [Theory]
    [InlineData("10::30::4::5\n10::20::3.5::9\n10::40::1::7\n5::20::5::1\n5::30::0.5::2\n", RatingsFormat.Dat)]
    [InlineData("userId,movieId,rating,timestamp\r\n10,30,4.0,5\r\n10,20,3.5,9\r\n10,40,1.0,7\r\n5,20,5.0,1\r\n5,30,0.5,2\r\n", RatingsFormat.Csv)]
    [InlineData("10\t30\t4\t5\n10\t20\t3\t9\n10\t40\t1\t7\n5\t20\t5\t1\n5\t30\t1\t2", RatingsFormat.Table)]
    [InlineData("10 30 4 5\n10 20 3 9\n10 40 1 7\n5 20 5 1\n5 30 1 2\n", RatingsFormat.Table)]
    [InlineData("\ufeffmovie,timestamp,note,user_id\n30,5,x,10\n20,9,,10\n40,7,,10\n20,1,y,5\n30,2,z,5\n", RatingsFormat.Csv)]
    [InlineData("10\t30\t4\t5\n10\t20\t3\t9\n10\t40\t1\t-7\n10\t40\t1\t7\n5\t20\t5\t-1\n5\t30\t1\t2", RatingsFormat.Table)]
    public void Every_format_gives_the_same_store(string text, RatingsFormat format)
    {
        string file = _imports.Write(Encoding.UTF8.GetBytes(text));
        MovieLensImportSummary summary = _imports.Summary(new(), file);
        summary.Format.ShouldBe(format);
        using InteractionStore store = InteractionStore.Open(_imports.Folder.PathOf("s"));
        store.UserIds.ToArray().ShouldBe([10, 5]);
        store.ItemIds.ToArray().ShouldBe([30, 20, 40]);
        store.HeldOut.ToArray().ShouldBe([1, 0]); // the latest
        store.ItemsOf(0).ToArray().ShouldBe([0, 2]);
        store.ItemsOf(1).ToArray().ShouldBe([1]);
        store.Manifest.Split.ShouldBe(HeldOutSplit.Latest);
        store.Manifest.Seed.ShouldBeNull();
        store.Manifest.Source.ShouldBe("recpipe data import movielens in.txt --split latest");
        store.VerifyChecksums(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Gzip_is_recognised_and_a_format_can_be_asked_for()
    {
        using (InteractionStore zipped = _imports.Of(Imports.Gzip("1::2::3::4\n1::3::3::5\n"u8.ToArray())))
            zipped.HeldOut.ToArray().ShouldBe([1]);
        using InteractionStore asked = _imports.Of("1,2\n1,3\n", new() { Format = RatingsFormat.Csv });
        asked.Items.ShouldBe(2);
        _imports.Clear();
        _imports.Fails("1,2\n1,3\n", new() { Format = RatingsFormat.Dat }).ShouldHaveSingleItem().Problem.ShouldBe("It has 1 column parted by \"::\": \"1,2\".");
    }

    [Fact]
    public void Among_equally_late_ones_the_last_of_the_file_is_held_out()
    {
        using InteractionStore store = _imports.Of("1 5 3 9\n1 6 3 10\n1 7 3 10\n1 8 3 2\n");
        store.ItemIds[store.HeldOut[0]].ShouldBe(7);
    }

    [Fact]
    public void A_repeated_pair_counts_once_at_its_latest_time()
    {
        string file = _imports.Write("1 5 3 1\n1 6 3 2\n1 5 4 3\n2 5 1 1\n2 5 1 2\n"u8.ToArray());
        MovieLensImportSummary summary = _imports.Summary(new(), file);
        (summary.Ratings, summary.RepeatedPairs).ShouldBe((5, 2));
        using InteractionStore store = InteractionStore.Open(_imports.Folder.PathOf("s"));
        store.ItemIds[store.HeldOut[0]].ShouldBe(5); // rated again, last
        store.HeldOut[1].ShouldBe(-1); // one item only
        store.Manifest.TrainPairs.ShouldBe(2);
    }

    [Fact]
    public void A_user_with_one_item_keeps_it_to_learn_from()
    {
        foreach (HeldOutSplit split in new[] { HeldOutSplit.Latest, HeldOutSplit.Random })
        {
            using InteractionStore store = _imports.Of("7 1 5 10\n8 1 5 10\n8 2 5 11\n", new() { Split = split });
            store.HeldOut[0].ShouldBe(-1);
            store.ItemsOf(0).ToArray().ShouldBe([0]);
            store.HeldOut[1].ShouldBeGreaterThanOrEqualTo(0);
            store.Manifest.HeldOutUsers.ShouldBe(1);
        }
    }

    [Fact]
    public void Where_there_is_no_time_a_random_one_is_held_out_by_seed()
    {
        string text = "user\titem\trating\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"{i / 10}\t{i % 10}\t5\n"));
        using InteractionStore first = _imports.Of(text);
        int[] heldOut = first.HeldOut.ToArray();
        (first.Manifest.Split, first.Manifest.Seed).ShouldBe((HeldOutSplit.Random, 1UL));
        heldOut.ShouldAllBe(item => item >= 0 && item < 10);
        heldOut.Distinct().Count().ShouldBeGreaterThan(7);
        for (int user = 0; user < 40; user++)
            first.ItemsOf(user).ToArray().ShouldBe(Enumerable.Range(0, 10).Where(item => item != heldOut[user]));
        using InteractionStore again = _imports.Of(text, new() { Seed = 1 });
        again.HeldOut.ToArray().ShouldBe(heldOut);
        using InteractionStore other = _imports.Of(text, new() { Seed = 2 });
        other.HeldOut.ToArray().ShouldNotBe(heldOut);
        using InteractionStore none = _imports.Of(text, new() { Split = HeldOutSplit.None });
        none.HeldOut.ToArray().ShouldAllBe(item => item == -1);
        none.Manifest.TrainPairs.ShouldBe(400);
        _imports.Clear();
        _imports.Fails(text, new() { Split = HeldOutSplit.Latest }).ShouldHaveSingleItem().Remedy.ShouldContain("--split random");
    }

    [Fact]
    public void Ids_can_be_kept_with_their_gaps()
    {
        using InteractionStore store = _imports.Of("3 6\n3 2\n1 6\n", new() { KeepIds = true, Split = HeldOutSplit.None });
        (store.Users, store.Items).ShouldBe((4, 7));
        store.ItemsOf(3).ToArray().ShouldBe([2, 6]);
        store.ItemsOf(1).ToArray().ShouldBe([6]);
        store.ItemsOf(0).ToArray().ShouldBeEmpty();
        store.ItemIds.ToArray().ShouldBe([0, 1, 2, 3, 4, 5, 6]);
        _imports.Clear();
        _imports.Fails("3 6\n3 100000000\n", new() { KeepIds = true }).ShouldHaveSingleItem().Remedy.ShouldContain("0 to 99999999; without --keep-ids");
    }

    [Fact]
    public void Ids_of_any_size_are_renumbered()
    {
        using InteractionStore store = _imports.Of("9223372036854775807 5000000\n0 1023\n9223372036854775807 1024\n0 9223372036854775806\n0 5000000\n", new() { Split = HeldOutSplit.None });
        store.UserIds.ToArray().ShouldBe([long.MaxValue, 0]);
        store.ItemIds.ToArray().ShouldBe([5_000_000, 1023, 1024, long.MaxValue - 1]);
        store.ItemsOf(1).ToArray().ShouldBe([0, 1, 3]);
    }

    [Fact]
    public void Held_out_ratings_can_be_given_in_a_file_of_their_own()
    {
        string heldOut = _imports.Write("2\t9\t5\t1\n1\t30\t4\t1\n"u8.ToArray(), "test.txt");
        using InteractionStore store = _imports.Of("1\t10\t5\t1\n1\t30\t5\t9\n3\t10\t1\t1\n", new() { HeldOutFile = heldOut });
        store.UserIds.ToArray().ShouldBe([1, 3, 2]);
        store.ItemIds.ToArray().ShouldBe([10, 30, 9]);
        store.HeldOut.ToArray().ShouldBe([1, -1, 2]);
        store.ItemsOf(0).ToArray().ShouldBe([0]); // the held-out one is not learned from
        store.Manifest.Split.ShouldBe(HeldOutSplit.Given);
        store.Manifest.Source.ShouldBe("recpipe data import movielens in.txt --held-out test.txt");
        _imports.Clear();
        string twice = _imports.Write("1\t10\n1\t30\n"u8.ToArray(), "test.txt");
        _imports.Fails("1\t10\n", new() { HeldOutFile = twice }).ShouldHaveSingleItem().Problem.ShouldBe("User 1 has more than one held-out item.");
        Should.Throw<ConfigException>(new MovieLensImportOptions { HeldOutFile = twice, Split = HeldOutSplit.Random }.ThrowIfInvalid);
    }

    [Fact]
    public void A_file_of_many_blocks_is_read_line_by_line()
    {
        StringBuilder text = new("userId,movieId,rating,timestamp\n");
        for (int i = 0; i < 60_000; i++)
            text.Append(FormattableString.Invariant($"{i / 30 + 1},{i * 7919L % 4001},{i % 10 / 2.0},{1_000_000_000 + i}\n"));
        text.Length.ShouldBeGreaterThan(2 << 19);
        using InteractionStore store = _imports.Of(text.ToString());
        (store.Users, store.Items, store.Manifest.TrainPairs + store.Manifest.HeldOutUsers).ShouldBe((2000, 4001, 60_000));
        for (int user = 0; user < 2000; user++)
        {
            store.ItemIds[store.HeldOut[user]].ShouldBe((user * 30 + 29) * 7919L % 4001);
            store.ItemsOf(user).Length.ShouldBe(29);
        }
    }
}
