using RecPipe.LoadGen.Reports;

namespace RecPipe.Cli.Demo;

/// <summary>One measurement of the demo.</summary>
/// <param name="Pipeline">Which pipeline.</param>
/// <param name="Rate">Mean arrivals that the schedule asks for, queries/s.</param>
/// <param name="Report">What was measured.</param>
internal sealed record DemoRun(string Pipeline, double Rate, LoadReport Report);
