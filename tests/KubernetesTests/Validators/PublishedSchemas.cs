namespace RecPipe.KubernetesTests.Validators;

/// <summary>Validates manifests with the npm package kubernetes-models, made from the API's published schemas. Skips, saying so, without npm.</summary>
public sealed class PublishedSchemas : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string?> _missing;

    public PublishedSchemas() => _missing = new(Install);

    /// <returns>What the validator printed.</returns>
    /// <exception cref="InvalidOperationException">A manifest is not valid.</exception>
    public string Validate(string yaml)
    {
        if (_missing.Value is string missing)
            Assert.Skip(missing);
        string file = _folder.PathOf(Path.GetRandomFileName());
        File.WriteAllText(file, yaml);
        return Tool.Run("sh", _folder.Root, "-c", $"node validate.mjs < '{file}'");
    }

    public void Dispose() => _folder.Dispose();

    private string? Install()
    {
        foreach (string file in (string[])["package.json", "validate.mjs"])
            File.Copy(Repository.PathOf("tests", "KubernetesTests", "Validators", file), _folder.PathOf(file));
        try
        {
            Tool.Run("npm", _folder.Root, "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--silent");
            return null;
        }
        catch (ToolMissingException)
        {
            return "npm is not here: install Node.js (apt-get install nodejs npm), as .ci/run does.";
        }
        catch (InvalidOperationException e)
        {
            return $"kubernetes-models cannot be installed; is there a way to a package registry? {e.Message}";
        }
    }
}
