using System.CommandLine;
using System.Globalization;

namespace ComplianceAgent.Benchmarks.Soak;

/// <summary><c>soak</c>: lets the agent serve many failing tenants for long, and says whether anything grows or is lost.</summary>
internal static class SoakCommand
{
    private static readonly Option<double> Minutes = new("--minutes") { Description = "How long.", DefaultValueFactory = _ => 60 };
    private static readonly Option<int> Tenants = new("--tenants") { Description = "Simulated tenants.", DefaultValueFactory = _ => 20 };
    private static readonly Option<int> Devices = new("--devices") { Description = "Devices of each.", DefaultValueFactory = _ => 100 };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("soak", "Run the agent on simulated tenants with faults on; ends with 1 when memory, handles, threads or temporary files grow, or a scan is lost.") { Minutes, Tenants, Devices };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new SoakSetup { Time = TimeSpan.FromMinutes(parsed.GetValue(Minutes)), Tenants = parsed.GetValue(Tenants), Devices = parsed.GetValue(Devices) }, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SoakSetup setup, CancellationToken cancellationToken)
    {
        var outcome = await new SoakRun(setup, Console.WriteLine).RunAsync(cancellationToken);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome.Count(ScanLineKind.Started):N0} scans began: {outcome.Count(ScanLineKind.Finished):N0} stored, {outcome.Count(ScanLineKind.Failed):N0} failed and told, the rest stopped at the end."));
        foreach (var fault in outcome.Faults)
        {
            Console.WriteLine("FAULT  " + fault);
        }

        Console.WriteLine(outcome.Faults.Count == 0 ? "Nothing grew, and every scan is accounted for." : "Something is wrong.");
        return outcome.Faults.Count == 0 ? 0 : 1;
    }
}
