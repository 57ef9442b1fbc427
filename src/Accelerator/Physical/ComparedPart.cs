namespace RecPipe.Accelerator.Physical;

/// <summary>One row of the published table: area (um^2) and power (mW) of the same thing in two designs.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="BaselineAreaUm2">um^2.</param>
/// <param name="RpAccelAreaUm2">um^2.</param>
/// <param name="BaselinePowerMw">mW.</param>
/// <param name="RpAccelPowerMw">mW.</param>
public sealed record ComparedPart(string Name, decimal BaselineAreaUm2, decimal RpAccelAreaUm2, decimal BaselinePowerMw, decimal RpAccelPowerMw)
{
    public decimal AreaIncreaseUm2 => RpAccelAreaUm2 - BaselineAreaUm2;

    public decimal PowerIncreaseMw => RpAccelPowerMw - BaselinePowerMw;
}
