using System.Collections.Immutable;
using ComplianceAgent.Names;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>What rules ask of an app beside what the catalogue asks; each made once, when first asked for.</summary>
internal sealed class RuleProbe(AppProbe app)
{
    private readonly Lazy<AppVersion?> version = new(() => AppVersion.Read(app.App.Version));
    private string? foldedPublisher;
    private ImmutableArray<string> identifiers;

    /// <summary>The app.</summary>
    public AppProbe App { get; } = app;

    /// <summary>Its publisher with signs kept.</summary>
    public string FoldedPublisher => foldedPublisher ??= NameNormalizer.FoldKeepingSigns(App.App.Publisher);

    /// <summary>Its identifiers and their package names in small letters; a name that is an identifier counts.</summary>
    public ImmutableArray<string> Identifiers => identifiers.IsDefault ? identifiers = FindIdentifiers() : identifiers;

    /// <summary>What a range says of its version.</summary>
    public VersionFit FitOf(VersionRange? range) => range?.Fits(version.Value) ?? VersionFit.Inside;

    private ImmutableArray<string> FindIdentifiers()
    {
        var all = ImmutableArray<string>.Empty;
        foreach (var text in (ReadOnlySpan<string>)[App.Identifier.Text, App.Identifier.PackageName, App.NameAsIdentifier.Text, App.NameAsIdentifier.PackageName])
        {
            var lower = text.Length == 0 ? "" : text.ToLowerInvariant();
            all = lower.Length == 0 || all.Contains(lower) ? all : all.Add(lower);
        }

        return all;
    }
}
