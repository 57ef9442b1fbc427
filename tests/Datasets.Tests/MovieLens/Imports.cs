using System.IO.Compression;
using System.Text;
using RecPipe.Datasets.Interactions;
using RecPipe.Datasets.MovieLens;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Tests.MovieLens;

/// <summary>Imports texts into a temporary folder.</summary>
internal sealed class Imports : IDisposable
{
    private const string Store = "s";

    public TemporaryFolder Folder { get; } = new();

    public string Write(byte[] bytes, string name = "in.txt")
    {
        string file = Folder.PathOf(name);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    public MovieLensImportSummary Summary(MovieLensImportOptions options, string file, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        MovieLensImporter.Import(options, file, Folder.PathOf(Store), progress ?? new Progress<double>(), cancellationToken);

    /// <summary>The store of a text; the caller disposes it, and the next import replaces it.</summary>
    public InteractionStore Of(string text, MovieLensImportOptions? options = null) => Of(Encoding.UTF8.GetBytes(text), options);

    public InteractionStore Of(byte[] text, MovieLensImportOptions? options = null)
    {
        Clear();
        Summary(options ?? new(), Write(text));
        return InteractionStore.Open(Folder.PathOf(Store));
    }

    /// <summary>What is wrong with a text; nothing is left behind.</summary>
    public IReadOnlyList<ConfigProblem> Fails(string text, MovieLensImportOptions? options = null) => Fails(Encoding.UTF8.GetBytes(text), options);

    public IReadOnlyList<ConfigProblem> Fails(byte[] text, MovieLensImportOptions? options = null)
    {
        string file = Write(text);
        ConfigException error = Should.Throw<ConfigException>(() => Summary(options ?? new(), file));
        NothingIsLeft();
        return error.Problems;
    }

    public void NothingIsLeft() =>
        Directory.EnumerateFileSystemEntries(Folder.Root).Select(Path.GetFileName).Where(name => Path.GetExtension(name) != ".txt").ShouldBeEmpty();

    public void Clear()
    {
        if (Directory.Exists(Folder.PathOf(Store)))
            Directory.Delete(Folder.PathOf(Store), recursive: true);
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream target = new();
        using (GZipStream gzip = new(target, CompressionMode.Compress))
            gzip.Write(bytes);
        return target.ToArray();
    }

    public void Dispose() => Folder.Dispose();
}
