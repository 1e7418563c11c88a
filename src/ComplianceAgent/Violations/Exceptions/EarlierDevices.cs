namespace ComplianceAgent.Violations.Exceptions;

/// <summary>Under which ids the hardware of a violation was enrolled before, by the links that serial numbers gave.</summary>
public sealed class EarlierDevices
{
    /// <summary>Nobody enrols that often; a circle of links must end.</summary>
    private const int MostLinks = 50;

    private readonly Dictionary<Guid, Violation> linked = [];

    /// <summary>Takes every violation of a tenant; the later one of an id counts.</summary>
    public EarlierDevices(IEnumerable<Violation> violations)
    {
        ArgumentNullException.ThrowIfNull(violations);
        var all = violations as IReadOnlyCollection<Violation> ?? [.. violations];
        if (!all.Any(violation => violation.LinkedFrom is not null))
        {
            return;
        }

        foreach (var violation in all)
        {
            linked[violation.Id] = violation;
        }
    }

    /// <summary>Ids before the present one, the latest first.</summary>
    public IReadOnlyCollection<string> Of(Violation violation)
    {
        ArgumentNullException.ThrowIfNull(violation);
        if (violation.LinkedFrom is null)
        {
            return [];
        }

        var ids = new List<string>();
        for (var next = violation.LinkedFrom; next is { } id && ids.Count < MostLinks && linked.TryGetValue(id, out var earlier); next = earlier.LinkedFrom)
        {
            ids.Add(earlier.DeviceId);
        }

        return ids;
    }
}
