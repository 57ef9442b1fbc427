using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;

namespace RecPipe.Accelerator.Timing;

/// <summary>One stage of a pipeline and the accelerator, or slice of one, it runs on.</summary>
/// <param name="Hardware">The same for all stages under <see cref="DevicePlacement.OneUnit"/>.</param>
/// <param name="Model">What ranks.</param>
/// <param name="Items">Candidates.</param>
/// <param name="Keep">Survivors.</param>
public sealed record DeviceStage(RpAccel Hardware, ModelShape Model, int Items, int Keep);
