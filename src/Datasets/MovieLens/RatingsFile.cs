using RecPipe.Datasets.Text;

namespace RecPipe.Datasets.MovieLens;

/// <summary>What a ratings file held.</summary>
internal sealed class RatingsFile(string path, long maxBadLines)
{
    public string Path { get; } = path;

    /// <summary>Known from the first line on.</summary>
    public RatingsLayout? Layout { get; set; }

    public RatingLineParser? Parser { get; set; }

    public RatingsLog Log { get; } = new(path);

    public BadLines BadLines { get; } = new(path, maxBadLines);

    /// <summary>Lines read, a header among them.</summary>
    public long Lines { get; set; }

    public bool HasTime => Layout is { Time: >= 0 };
}
