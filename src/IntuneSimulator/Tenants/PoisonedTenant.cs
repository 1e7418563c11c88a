namespace IntuneSimulator.Tenants;

/// <summary>A tenant in which strangers chose the names, and in which Intune uses words that nobody has heard of yet.</summary>
internal sealed class PoisonedTenant(ITenantModel inner, bool poisonNames, bool unknownTexts) : ITenantModel
{
    private static readonly string[] Names =
    [
        "nul\0inside", "lone \ud800 surrogate", "\udc00", new string('M', 1_000_000), "[/] [red]markup[/]", "\u001b[2J\u001b]52;c;ZXZpbA==\a escape",
        "=HYPERLINK(\"http://127.0.0.1/\",\"x\")", "+1;=1+1", "@SUM(1)", "<script>alert(1)</script>", "a\r\nb\tc", "\u202Etxt.exe", "\uFEFFbom", "'; DROP TABLE violations; --", "{{7*7}} ${x} %s", "", " ",
        "\u0085\u009b31m C1", string.Concat(Enumerable.Repeat("\u0301", 5000)), "T\u200Bi\u200Bk",
    ];

    /// <inheritdoc/>
    public int Revision => inner.Revision;

    /// <inheritdoc/>
    public IEnumerable<SimulatedDevice> Devices(DateTimeOffset now, string? afterId = null) => inner.Devices(now, afterId).Select(Change);

    /// <inheritdoc/>
    public SimulatedDevice? Find(string id, DateTimeOffset now) => inner.Find(id, now) is { } found ? Change(found) : null;

    /// <inheritdoc/>
    public void VisibleApps(SimulatedDevice device, DateTimeOffset now, List<SimulatedApp> into)
    {
        inner.VisibleApps(device, now, into);
        if (into.Count == 0)
        {
            return;
        }

        if (poisonNames)
        {
            var hash = Hash(device.Id);
            AddPoison(Chance.Below(hash, Names.Length), hash, into);
            AddPoison(Chance.Below(Chance.Mix(hash), Names.Length), hash, into);
        }

        if (unknownTexts)
        {
            into.Add(Strange);
        }
    }

    private static readonly SimulatedApp[] Poison = [.. Names.Select((name, i) => new SimulatedApp(SimulatedPlatform.Windows, name, i % 2 == 0 ? name : null, i % 3 == 0 ? "1\0.0\ud801" : "(b7) [/]"))];

    private static readonly SimulatedApp Strange = new(SimulatedPlatform.IOS, "Measure of tomorrow", "", "1.0") { DetectedAppsPlatform = "visionOS", ReportPlatform = "VisionOS" };

    private static ulong Hash(string id) => id.Aggregate(0x5EEDUL, (hash, letter) => Chance.Of(hash, letter));

    /// <summary>The megabyte comes seldom: a few devices are enough to hurt a reader, all of them would only fill the disk.</summary>
    private static void AddPoison(int pick, ulong hash, List<SimulatedApp> into)
    {
        if (Names[pick].Length < 100_000 || hash % 8 == 0)
        {
            into.Add(Poison[pick]);
        }
    }

    private SimulatedDevice Change(SimulatedDevice device)
    {
        var hash = Hash(device.Id);
        var strange = hash % 3 == 0;
        var name = Names[Chance.Below(Chance.Mix(hash ^ 1), Names.Length)];
        if (unknownTexts && strange)
        {
            device = device with { ManagementAgent = "agentOfTomorrow", EnrollmentType = "enrolledByTelepathy", ComplianceState = "quantum" };
        }

        return poisonNames && strange && name.Length < 100_000
            ? device with { Name = name, UserDisplayName = "\"><img src=x onerror=alert(1)>\0" }
            : device;
    }
}
