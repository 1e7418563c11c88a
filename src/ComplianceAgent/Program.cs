using ComplianceAgent.Commands;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Diagnostics;
using ComplianceAgent.Hosting;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Reports;
using ComplianceAgent.Scanning;
using ComplianceAgent.Tickets;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Privacy;
using ComplianceAgent.Violations.Store;
using Serilog.Events;

namespace ComplianceAgent;

/// <summary>The table of contents: one Add a feature folder, in the order data flows.</summary>
public sealed partial class Program
{
    private Program()
    {
    }

    /// <summary>Registers every feature.</summary>
    internal static void AddFeatures(IServiceCollection services, IConfiguration configuration, LogEventLevel consoleLevel) =>
        services
            .AddDiagnostics(configuration, consoleLevel)
            .AddInventory()
            .AddPolicies()
            .AddViolations()
            .AddExceptions()
            .AddExcusing()
            .AddPrivacy()
            .AddTickets()
            .AddScanning()
            .AddReports()
            .AddDashboard();

    private static async Task<int> Main(string[] args)
    {
        FilePrivacy.MakePrivateByDefault();
        FileSizeLimit.FailWritesInstead();
        Logging.Bootstrap();
        if (Matching.UnicodeSelfCheck.Verify() is { } fault)
        {
            await new BestEffortWriter(Console.Error).WriteLineAsync(Reasons.Sentences.Say(fault));
            return ExitCodes.BadUsage;
        }

        try
        {
            return await CommandLine.RunAsync(args, CommandEnvironment.OfProcess(), CancellationToken.None);
        }
        catch (Exception failure)
        {
            // Whatever no verb could turn into a line and a code, such as a full disk under standard output: still no abort and no core.
            new BestEffortWriter(Console.Error).WriteLine(Diagnostics.LogText.EscapeKeepingLines(failure is IOException or UnauthorizedAccessException ? failure.Message : $"Unexpected fault, please report it: {failure}"));
            return ExitCodes.Failed;
        }
        finally
        {
            await Serilog.Log.CloseAndFlushAsync();
        }
    }
}
