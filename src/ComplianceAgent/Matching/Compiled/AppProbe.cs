using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Names;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>A distinct app, normalised once for all rules. What only few rules need is made when first asked for.</summary>
internal sealed class AppProbe
{
    private string? foldedName;
    private ImmutableArray<NormalizedName> lookAlikes;

    private AppProbe(DistinctApp app)
    {
        App = app;
        Family = app.Platform.Family();
        Name = NameNormalizer.Normalize(app.Name);
        Publisher = PublisherNormalizer.Normalize(app.Publisher);
        Identifier = AppIdentifier.Parse(app.Identifier);
        NameAsIdentifier = AppIdentifier.FromName(app.Name);
        (PackageProduct, Makers) = Parts();
    }

    /// <summary>The app as inventoried.</summary>
    public DistinctApp App { get; }

    /// <summary>Its platform.</summary>
    public PlatformFamily Family { get; }

    /// <summary>Its name.</summary>
    public NormalizedName Name { get; }

    /// <summary>Its publisher.</summary>
    public NormalizedPublisher Publisher { get; }

    /// <summary>Its identifier.</summary>
    public AppIdentifier Identifier { get; }

    /// <summary>Its name, where that is an identifier.</summary>
    public AppIdentifier NameAsIdentifier { get; }

    /// <summary>The product part of a package name shown as name; null when the name is an ordinary one.</summary>
    public NormalizedName? PackageProduct { get; }

    /// <summary>The publisher, and the makers named in package names.</summary>
    public ImmutableArray<NormalizedPublisher> Makers { get; }

    /// <summary>Its name with signs kept.</summary>
    public string FoldedName => foldedName ??= NameNormalizer.FoldKeepingSigns(App.Name);

    /// <summary>What its name can be taken for.</summary>
    public ImmutableArray<NormalizedName> LookAlikeForms => lookAlikes.IsDefault ? lookAlikes = LookAlikes.Forms(App.Name) : lookAlikes;

    /// <summary>Normalises an app.</summary>
    public static AppProbe Of(DistinctApp app) => new(app);

    private (NormalizedName? Product, ImmutableArray<NormalizedPublisher> Makers) Parts()
    {
        if (Family is not (PlatformFamily.Windows or PlatformFamily.Unknown) || (!Identifier.Exists && !NameAsIdentifier.Exists))
        {
            // Elsewhere the first parts of an identifier are a domain that anybody may write.
            return (null, [Publisher]);
        }

        NormalizedName? product = null;
        var makers = ImmutableArray.CreateBuilder<NormalizedPublisher>();
        makers.Add(Publisher);
        foreach (var identifier in (ReadOnlySpan<AppIdentifier>)[Identifier, NameAsIdentifier])
        {
            var (maker, part) = identifier.Parts();
            if (maker.Length > 0)
            {
                makers.Add(PublisherNormalizer.Normalize(maker));
                product = ReferenceEquals(identifier, NameAsIdentifier) ? NameNormalizer.Normalize(part) : product;
            }
        }

        return (product, makers.DrainToImmutable());
    }
}
