using Microsoft.Extensions.Time.Testing;
using RecPipe.LoadGen.Parts;
using RecPipe.Ranking.Configuration;

namespace RecPipe.LoadGen.Tests;

public sealed class MeetingPointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_comes_first_all_agree_on_a_start_ahead_of_them()
    {
        Task<DateTimeOffset> last = At(2, 3), first = At(0, 3);
        first.IsCompleted.ShouldBeFalse();
        DateTimeOffset[] starts = await Task.WhenAll(last, first, At(1, 3));
        starts.Distinct().Count().ShouldBe(1);
        (starts[0] - TimeProvider.System.GetUtcNow()).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_folder_serves_one_run()
    {
        await At(0, 1);
        ConfigException again = await Should.ThrowAsync<ConfigException>(() => At(0, 1));
        again.Message.ShouldContain("Part 0/1 has already been in");
    }

    [Fact]
    public async Task Whoever_does_not_come_is_named()
    {
        ConfigException alone = await Should.ThrowAsync<ConfigException>(() => new MeetingPoint(_folder.PathOf("new", "run"), new(0, 3), TimeProvider.System).MeetAsync(TimeSpan.Zero, Token));
        alone.Message.ShouldContain("These parts did not come: 1, 2.");
        ConfigException waiting = await Should.ThrowAsync<ConfigException>(() => new MeetingPoint(_folder.PathOf("other"), new(1, 3), TimeProvider.System).MeetAsync(TimeSpan.Zero, Token));
        waiting.Message.ShouldContain("The first part has not named the start.");
    }

    [Fact]
    public async Task A_folder_of_another_number_of_parts_is_refused()
    {
        await At(0, 1);
        foreach (int index in new[] { 1, 0 })
            (await Should.ThrowAsync<ConfigException>(() => At(index, 2))).Message.ShouldContain("ready-0-of-1 has been in");
    }

    [Fact]
    public async Task The_start_is_read_from_the_parts_own_file_once_all_of_it_is_there()
    {
        FakeTimeProvider time = new();
        Task<DateTimeOffset> second = new MeetingPoint(_folder.Root, new(1, 2), time).MeetAsync(TimeSpan.FromSeconds(30), Token);
        foreach (string written in new[] { "", "2026-11-2", "2026-11-22T12:00:00.0000000+00:00" })
        {
            File.WriteAllText(_folder.PathOf("ready-1-of-2"), written);
            time.Advance(TimeSpan.FromMilliseconds(50));
            second.IsCompleted.ShouldBeFalse(written);
        }
        File.AppendAllText(_folder.PathOf("ready-1-of-2"), "\n");
        while (!second.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }
        (await second).ShouldBe(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    }

    public void Dispose() => _folder.Dispose();

    private Task<DateTimeOffset> At(int index, int of) => new MeetingPoint(_folder.Root, new(index, of), TimeProvider.System).MeetAsync(TimeSpan.FromSeconds(30), Token);
}
