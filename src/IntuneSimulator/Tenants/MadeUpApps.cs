using System.Globalization;

namespace IntuneSimulator.Tenants;

/// <summary>
/// Names for the long tail of a fleet's inventory: in-house tools, drivers, editions that hardly anybody else has. Made of harmless words,
/// each name once, spelled as inventories spell: versions in the name, brackets, umlauts, some Greek and Japanese.
/// </summary>
internal static class MadeUpApps
{
    private static readonly string[] Makers =
    [
        "Northwind", "Fabrikam", "Adventure Works", "Litware", "Proseware", "Tailspin", "Wingtip", "Humongous", "Lucerne", "Margie", "Trey", "Woodgrove",
        "Müller & Söhne", "Côte d'Azur Logiciels", "Ελληνική", "東西システム", "Østfold", "Graphic Design Institute", "Alpine Ski", "Consolidated Messenger",
    ];

    private static readonly string[] Kinds =
    [
        "Ledger", "Scanner", "Planner", "Viewer", "Archive", "Inventory", "Dispatcher", "Label Printer", "Timesheet", "Chart", "Roster", "Invoice", "Terminal", "Survey",
        "Warehouse", "Gauge", "Blueprint", "Calibration", "Barcode", "Cartography", "Payroll", "Dictation", "Telemetry", "Checklist", "Almanac", "Sampler", "Turbine",
        "Orchard", "Quarry", "Harbour", "Greenhouse", "Weighbridge", "Kiln", "Loom", "Furnace", "Beacon", "Signal", "Compass", "Lantern", "Anvil",
    ];

    private static readonly string[] Parts = ["Client", "Server Tools", "Add-in", "Driver", "Runtime", "SDK", "Update Service", "Help Files", "Language Pack - de-de", "Connector"];

    private static readonly string[] Forms = ["", " (x64)", " 32-bit", " 2024", " LTS"];

    /// <summary>Publisher forms, taken in turn; the empty one is told by Intune as no publisher.</summary>
    private static readonly string[] Companies = [" Ltd.", " GmbH", " S.A.", " Inc.", ""];

    /// <summary>The app at a place; every place has another name.</summary>
    public static (string Name, string? Publisher, string Version) At(int place)
    {
        // Mixed radix, the fastest wheel first, so that neighbours in popularity look different.
        var (rest, maker) = Math.DivRem(place, Makers.Length);
        (rest, var kind) = Math.DivRem(rest, Kinds.Length);
        (rest, var part) = Math.DivRem(rest, Parts.Length);
        (rest, var form) = Math.DivRem(rest, Forms.Length);
        var series = rest == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {rest + 1}");
        var hash = Chance.Mix((ulong)place ^ 0xA99);
        var publisher = hash % 8 == 0 ? null : Makers[maker] + Companies[hash % (ulong)Companies.Length];
        var version = string.Create(CultureInfo.InvariantCulture, $"{1 + (hash >> 8) % 24}.{(hash >> 16) % 10}.{(hash >> 24) % 9000}");
        return ($"{Makers[maker]} {Kinds[kind]} {Parts[part]}{Forms[form]}{series}", publisher, version);
    }
}
