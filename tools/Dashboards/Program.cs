using RecPipe.Tools.Dashboards;

if (args is not [string folder])
{
    await Console.Error.WriteLineAsync("Writes the dashboards: dotnet run --project tools/Dashboards -- deploy/grafana/dashboards").ConfigureAwait(false);
    return 2;
}

Directory.CreateDirectory(folder);
foreach (Dashboard dashboard in Catalogue.All)
    await File.WriteAllTextAsync(Path.Combine(folder, $"{dashboard.Name}.json"), DashboardJson.Of(dashboard)).ConfigureAwait(false);
return 0;
