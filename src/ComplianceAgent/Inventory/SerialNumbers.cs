namespace ComplianceAgent.Inventory;

/// <summary>Tells serial numbers that identify hardware from the fillers that firmware ships with.</summary>
public static class SerialNumbers
{
    private static readonly HashSet<string> Fillers = new(StringComparer.OrdinalIgnoreCase)
    {
        "0", "00000000", "000000000000", "123456789", "1234567890", "None", "Unknown", "N/A", "NA", "Default string", "System Serial Number",
        "To be filled by O.E.M.", "Not Applicable", "Not Specified", "INVALID", "xxxxxxxxxxx",
    };

    /// <summary>True when the serial can link two records of the same hardware.</summary>
    public static bool IsTelling(string serial) =>
        serial.Length >= 5 && !Fillers.Contains(serial.Trim()) && serial.Distinct().Skip(1).Any();
}
