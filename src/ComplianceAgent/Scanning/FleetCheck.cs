using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;

namespace ComplianceAgent.Scanning;

/// <summary>Judges whether what was read can be the whole fleet. Pure.</summary>
internal static class FleetCheck
{
    /// <summary>Faults beyond those the source itself found; any of them makes the scan incomplete.</summary>
    public static IEnumerable<Reason> Judge(InventoryOutcome outcome, int fleet, long rows, ScanResult? lastComplete, ScanOptions options, bool acceptShrunk)
    {
        if (fleet == 0)
        {
            yield return Reason.Of("no-devices");
        }

        if (outcome.TellsEveryDevicesApps && rows == 0 && fleet > 0)
        {
            yield return Reason.Of("fleet-without-app-rows");
        }

        if (!acceptShrunk && outcome.HasDeviceList && Shrank(fleet, lastComplete, options))
        {
            yield return Reason.Of(
                "fleet-shrank",
                ("before", lastComplete!.Devices.ToString(CultureInfo.InvariantCulture)),
                ("now", fleet.ToString(CultureInfo.InvariantCulture)),
                ("share", options.MaxShrink.ToString("P0", CultureInfo.InvariantCulture)));
        }
    }

    private static bool Shrank(int fleet, ScanResult? lastComplete, ScanOptions options) =>
        lastComplete is { } last && last.Devices >= options.MinFleetForShrink && fleet < last.Devices * (1 - options.MaxShrink);
}
