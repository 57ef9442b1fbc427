[assembly: AssemblyFixture(typeof(RecPipe.Tests.TinyWorld))]
