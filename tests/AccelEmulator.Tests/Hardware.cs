using RecPipe.AccelEmulator.Devices;
using RecPipe.Ranking.Configuration;

namespace RecPipe.AccelEmulator.Tests;

/// <summary>Hardware files for the tiny world's models, and emulators that use them.</summary>
internal sealed class Hardware : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Root;

    /// <summary>A device that takes the same time for up to 4096 candidates of either model.</summary>
    public string Measured(double milliseconds, string name = "measured")
    {
        string path = _folder.PathOf(name + ".json");
        object[] points = [new { items = 4096, ms = milliseconds }];
        ConfigFile.Save(path, new { kind = "measured", name, provenance = "a test", models = new Dictionary<string, object> { [TinyWorld.Narrow] = points, [TinyWorld.Wide] = points } });
        return path;
    }

    public static string Shipped(string name) => Repository.PathOf("configs", "hardware", name + ".json");

    public static EmulatorOptions Options(TinyWorld world, params DeviceOptions[] devices) => new()
    {
        Name = "e1",
        Models = world.ModelsFolder,
        Data = world.DataFolder,
        Devices = devices,
        Engines = 1,
        Tolerance = TimeSpan.FromSeconds(30),
        Listen = new(),
    };

    public void Dispose() => _folder.Dispose();
}
