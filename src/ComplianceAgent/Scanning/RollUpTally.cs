using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Scanning;

/// <summary>All apps of one device that one allow-list does not know: how many rows, and a few names.</summary>
internal sealed class RollUpTally
{
    private const int MostNames = 3;
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);
    private int rows;

    /// <summary>Counts rows.</summary>
    public void Count(int more) => rows += more;

    /// <summary>Names an app; the first few in order of name are kept.</summary>
    public void Name(string app)
    {
        names.Add(app);
        if (names.Count > MostNames)
        {
            names.Remove(names.Max!);
        }
    }

    /// <summary>The evidence; of one app its own says more.</summary>
    public Reason Describe(AppMatch match) => rows <= 1
        ? match.Evidence
        : Reason.Of(
            RuleCodes.SeveralNotOnList, ("apps", rows.ToString(CultureInfo.InvariantCulture)), ("rule", match.RuleId), ("names", string.Join(", ", names)));

    /// <summary>
    /// The app that stands for them, without its version: an update of it is no news of the violation, and every device of a fleet
    /// would tell it.
    /// </summary>
    public static DistinctApp Standing(DistinctApp app) => app with { Version = "" };
}
