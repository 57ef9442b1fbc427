namespace RecPipe.DeployTests.Containers;

/// <summary>One after the other, on the same images.</summary>
[CollectionDefinition(BuiltImages.Collection, DisableParallelization = true)]
public sealed class ContainersCollection : ICollectionFixture<BuiltImages>;
