using RecPipe.Ranking;

namespace RecPipe.Gateway.Tests.Serving;

/// <summary>What a stage was asked.</summary>
internal sealed record SeenRequest(string Model, int[] Candidates, TimeSpan Left, QueryContext? Context);
