using ComplianceAgent.Inventory;
using ComplianceAgent.Names;

namespace ComplianceAgent.Violations.Reviews;

/// <summary>
/// A dismissal as catalogue data: what to write into a file so that the answer holds for every tenant, and with a test of its own.
/// Never-flag cases spare what only the name speaks for.
/// </summary>
public static class NeverFlagCase
{
    /// <summary>
    /// Lines of YAML to copy; none for a name that hides characters, which is not to be spared, or that is nothing but signs.
    /// </summary>
    public static IReadOnlyList<string> Of(DistinctApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var name = NameNormalizer.Normalize(app.Name);
        return name.HasHiddenCharacters || name.Core.Length == 0
            ? []
            :
            [
                "schema: 1",
                "catalogue: our-never-flag",
                "neverFlag:",
                $"  - {Quoted(PatternOf(app.Name, name))}",
                "# and its test, under the policy's own:",
                "# cases:",
                $"#   - {{ name: {Quoted(app.Name)}{Publisher(app)}{Platform(app)}, expect: none }}",
            ];
    }

    /// <summary>The name without its version, so that the next one is spared too; a sign that would be a wildcard goes with it.</summary>
    private static string PatternOf(string spelled, NormalizedName name) =>
        name.CoreWords < name.Words.Length || spelled.AsSpan().ContainsAny('*', '?') ? name.Core : spelled;

    private static string Publisher(DistinctApp app) => app.Publisher.Length > 0 ? $", publisher: {Quoted(app.Publisher)}" : "";

    private static string Platform(DistinctApp app) => app.Platform.Family() switch
    {
        PlatformFamily.Unknown => "",
        var family => $", platform: {family.ToString().ToLowerInvariant()}",
    };

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
