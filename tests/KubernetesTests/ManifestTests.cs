using RecPipe.KubernetesTests.Validators;

namespace RecPipe.KubernetesTests;

/// <summary>Two independent validators, and what neither knows: that they refuse what is wrong.</summary>
public sealed class ManifestTests(PublishedSchemas schemas) : IClassFixture<PublishedSchemas>
{
    public static TheoryData<string> Applied => Kustomize.Applied;

    [Theory]
    [MemberData(nameof(Applied))]
    public void Every_document_fits_the_types_of_the_dotnet_client(string folder) =>
        ClientModels.Load(Kustomize.Render(folder)).Count.ShouldBe(Documents(folder));

    [Theory]
    [MemberData(nameof(Applied))]
    public void Every_document_fits_the_published_schemas(string folder) =>
        schemas.Validate(Kustomize.Render(folder)).Trim().ShouldBe($"{Documents(folder)} documents");

    /// <summary>Each validator sees what the other does not: unknown fields are free in the schemas, missing ones in the client's types.</summary>
    [Theory]
    [InlineData("wrong-type.yaml", true, true)]
    [InlineData("unknown-field.yaml", true, false)]
    [InlineData("missing-field.yaml", false, true)]
    public void A_broken_manifest_is_refused(string file, bool byClient, bool bySchemas)
    {
        string broken = File.ReadAllText(Repository.PathOf("tests", "KubernetesTests", "Fixtures", file));
        (Record.Exception(() => ClientModels.Load(broken)) is not null).ShouldBe(byClient, $"the client's types, {file}");
        Exception? refused = Record.Exception(() => schemas.Validate(broken));
        (refused is not null).ShouldBe(bySchemas, $"the published schemas, {file}");
        if (bySchemas)
            refused!.Message.ShouldContain("ended with 1:\nDeployment broken: ");
    }

    [Fact]
    public void Mended_the_broken_manifest_is_accepted()
    {
        string sound = File.ReadAllText(Repository.PathOf("tests", "KubernetesTests", "Fixtures", "wrong-type.yaml")).Replace("replicas: two", "replicas: 2");
        ClientModels.Load(sound).Count.ShouldBe(1);
        schemas.Validate(sound).Trim().ShouldBe("1 documents");
    }

    private static int Documents(string folder) => Kustomize.Render(folder).Split("\n---\n").Length;
}
