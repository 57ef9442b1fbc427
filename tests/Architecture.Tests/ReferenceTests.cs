using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RecPipe.Architecture.Tests;

/// <summary>docs/architecture.md says which room may use which; these tests hold the projects to it.</summary>
public partial class ReferenceTests
{
    private static readonly string[] s_hosts = ["Gateway", "StageWorker", "AccelEmulator", "LoadGen", "Cli"];

    private static readonly IReadOnlyDictionary<string, string[]> s_projects = ProjectReferences();

    [Fact]
    public void Every_project_references_what_the_architecture_page_says()
    {
        Dictionary<string, string[]> rooms = DocumentedRooms();
        rooms.Keys.Order().ShouldBe(s_projects.Keys.Order());
        foreach ((string room, string[] mayUse) in rooms.Where(room => room.Key != "Cli"))
            s_projects[room].ShouldBe(mayUse, $"src/{room}/{room}.csproj against docs/architecture.md");
    }

    [Fact]
    public void No_host_references_a_host_except_the_command_line()
    {
        foreach (string host in s_hosts.Where(host => host != "Cli" && s_projects.ContainsKey(host)))
            s_projects[host].Intersect(s_hosts).ShouldBeEmpty($"src/{host}");
    }

    [Fact]
    public void Compiled_code_uses_nothing_outside_its_references()
    {
        foreach (string room in s_projects.Keys.Where(room => room != "Cli"))
        {
            Assembly assembly = Assembly.Load($"RecPipe.{room}");
            IEnumerable<string> used = assembly.GetReferencedAssemblies().Select(name => name.Name!)
                .Where(name => name.StartsWith("RecPipe.", StringComparison.Ordinal)).Select(name => name["RecPipe.".Length..]);
            used.Except(Closure(room)).ShouldBeEmpty($"RecPipe.{room}");
        }
    }

    [Theory]
    [InlineData("Ranking")]
    [InlineData("Reporting")]
    public void The_vocabulary_depends_on_the_framework_alone(string room)
    {
        string project = File.ReadAllText(Repository.PathOf("src", room, $"{room}.csproj"));
        project.ShouldNotContain("PackageReference");
        project.ShouldNotContain("FrameworkReference");
    }

    private static Dictionary<string, string[]> ProjectReferences() =>
        Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).ToDictionary(
            path => Path.GetFileNameWithoutExtension(path),
            path => XDocument.Load(path).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
                .Order(StringComparer.Ordinal).ToArray());

    private static HashSet<string> Closure(string room)
    {
        HashSet<string> reached = [];
        Stack<string> open = new([room]);
        while (open.TryPop(out string? next))
        {
            foreach (string reference in s_projects[next].Where(reached.Add))
                open.Push(reference);
        }
        return reached;
    }

    private static Dictionary<string, string[]> DocumentedRooms() =>
        RoomRow().Matches(File.ReadAllText(Repository.PathOf("docs", "architecture.md"))).ToDictionary(
            match => match.Groups[1].Value,
            match => match.Groups[2].Value is "-" or "everything" ? [] : match.Groups[2].Value.Split(", ").Order(StringComparer.Ordinal).ToArray());

    [GeneratedRegex(@"^\| src/(\w+) \|[^|]*\| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex RoomRow();
}
