using System.CommandLine;
using RecPipe.Cli.Commands.Accel;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe accel`: the modelled accelerator, its parts and what they cost.</summary>
internal static class AccelCommands
{
    public static Command Create() => new("accel", "The RPAccel model: time, layers, caches, area, power, and its emulator.")
    {
        AccelCacheCommand.Create(),
        AccelMrcCommand.Create(),
        AccelCacheStudyCommand.Create(),
        AccelTimeCommand.Create(),
        AccelLayersCommand.Create(),
        AccelAreaCommand.Create(),
        AccelAblationCommand.Create(),
        AccelEmulateCommand.Create(),
    };
}
