[assembly: AssemblyFixture(typeof(TinyWorld))]
