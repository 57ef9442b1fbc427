namespace RecPipe.Planning.Designs;

/// <summary>What a stage gets of a backend.</summary>
/// <param name="Hardware">Of one engine.</param>
/// <param name="Engines">How many.</param>
internal readonly record struct EngineShare(string Hardware, int Engines);
