using System.Collections.Immutable;
using ComplianceAgent.Names;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>Puts together, product by product, what the indexes find for one app. Most apps have nothing to put together, so lists are made when first needed.</summary>
internal sealed class FindingCollector(AppProbe app, List<PublisherHit>? publishers, List<(string Vendor, string Prefix)>? prefixes, HouseIndex houses)
{
    private readonly bool isWebApp = app.NameAsIdentifier.Exists && app.NameAsIdentifier.WebHost().Length > 0;
    private OriginCheck? origins;
    private List<ProductFinding>? findings;
    private List<CoveredHit>? covered;

    /// <summary>All that was found, in order of product id.</summary>
    public AppFindings Findings() => new(
        app,
        findings is null ? [] : [.. findings.OrderBy(finding => finding.Product.Id, StringComparer.Ordinal)],
        publishers is null ? [] : [.. publishers],
        prefixes is null ? [] : [.. prefixes],
        covered is null ? [] : [.. covered.Where(hit => IndexOf(hit.Product) < 0).Distinct()])
    {
        House = House(),
    };

    /// <summary>Looks at the identifier, and at the name where that is one.</summary>
    public void AddIdentities(IdentityIndex index)
    {
        List<IdentityHit>? hits = null;
        index.Find(app.Identifier, app.Family, ref hits);
        index.Find(app.NameAsIdentifier, app.Family, ref hits);
        foreach (var hit in hits ?? [])
        {
            var finding = Of(hit.Product);
            if (finding.Identity is not { } known || hit.Fit > known.Fit)
            {
                Put(finding with { Identity = hit });
            }
        }
    }

    /// <summary>Looks at the name; of a web app named after its host the host has decided already.</summary>
    public void AddNames(NameIndex index)
    {
        if (isWebApp)
        {
            return;
        }

        AddNames(index, app.Name);
        if (app.PackageProduct is { } product)
        {
            AddNames(index, product);
        }

        if (app.Name.WithoutNumbers() is { } unnumbered)
        {
            AddUnnumbered(index, unnumbered);
        }
    }

    /// <summary>Looks at what the name can be taken for, for products that its words did not give.</summary>
    public void AddLookAlikes(NameIndex index)
    {
        if (isWebApp)
        {
            return;
        }

        List<NameHit>? hits = null;
        if (!LookAlikeSearch.TryFindPlain(app, index, ref hits))
        {
            foreach (var form in app.LookAlikeForms)
            {
                index.Find(form, ref hits);
            }
        }

        foreach (var hit in hits ?? [])
        {
            var finding = Of(hit.Product);
            if (finding.Shape == NameShape.None && covered?.Exists(other => other.Product == hit.Product) != true)
            {
                Put(finding with { Shape = NameShape.LookAlike, Known = hit.Known.Text });
            }
        }
    }

    private void AddNames(NameIndex index, NormalizedName name)
    {
        List<NameHit>? hits = null;
        index.Find(name, ref hits);
        foreach (var hit in hits ?? [])
        {
            if (hits!.Find(other => other.Product != hit.Product && other.Covers(hit)) is { Product: { } by } cover)
            {
                (covered ??= []).Add(new CoveredHit(hit.Product, by, cover.Known.Text));
            }
            else if (hits.Find(other => IsStrongerNameBeside(other, hit)) is { Product: { } stronger } beside)
            {
                (covered ??= []).Add(new CoveredHit(hit.Product, stronger, beside.Known.Text));
            }
            else if (!hits.Exists(other => other.Product == hit.Product && other.Known.IsVerified && other.Covers(hit)))
            {
                // A longer name from memory takes nothing from a shorter one that is verified.
                Add(name, WithNeighbours(hit, hits));
            }
        }
    }

    /// <summary><c>Kaspersky Endpoint Security 12 for Windows</c>: a version inside a name of several words does not part them.</summary>
    private void AddUnnumbered(NameIndex index, NormalizedName name)
    {
        List<NameHit>? hits = null;
        index.Find(name, ref hits);
        foreach (var hit in hits ?? [])
        {
            if (hit.End - hit.First >= WordsThatMayBeParted && !hits!.Exists(other => other.Covers(hit)))
            {
                Add(name, hit);
            }
        }
    }

    private const int WordsThatMayBeParted = 3;

    /// <summary><c>抖音 Douyin</c>, <c>Lark 飞书</c>: names of one product or family side by side are one.</summary>
    private static NameHit WithNeighbours(NameHit hit, List<NameHit> hits)
    {
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var other in hits)
            {
                if (other.Known.IsVerified && IsOfFamily(other.Product, hit.Product) && other.First <= hit.End && other.End >= hit.First && (other.First < hit.First || other.End > hit.End))
                {
                    hit = hit with { First = Math.Min(hit.First, other.First), End = Math.Max(hit.End, other.End) };
                    grown = true;
                }
            }
        }

        return hit;
    }

    /// <summary><c>Lark（飞书）</c> is 飞书, whatever Lark may be.</summary>
    private static bool IsStrongerNameBeside(NameHit other, NameHit hit) =>
        other.Product != hit.Product && IsOfFamily(other.Product, hit.Product) && (other.First == hit.End || other.End == hit.First)
        && other.Product.WeightOf(other.Known.Text) > hit.Product.WeightOf(hit.Known.Text);

    private static bool IsOfFamily(CompiledProduct one, CompiledProduct other) => one == other || (one.Source.Vendor == other.Source.Vendor && one.Source.Family == other.Source.Family);

    private void Add(NormalizedName name, NameHit hit)
    {
        var setting = NameShapes.Of(name, hit);
        var known = Of(hit.Product);
        var found = known with
        {
            Shape = setting.Shape,
            Known = hit.Known.Text,
            IsNameVerified = hit.Known.IsVerified,
            NamesItsMaker = setting.NamesItsMaker,
            IsChineseEdition = setting.IsChineseEdition,
        };
        if (known.Shape == NameShape.None || Rank(found).CompareTo(Rank(known)) > 0)
        {
            Put(found);
        }
    }

    /// <summary>Of several names of a product in one name the one counts that says most.</summary>
    private (int Confidence, NameShape Shape, bool IsVerified, NameWeight Weight) Rank(ProductFinding finding) =>
        ((int?)ProductJudge.Judge(finding, app).Confidence ?? -1, finding.Shape, finding.IsNameVerified, finding.Weight);

    private HouseName? House() => houses.VendorNamed(app.Name, out var begins) is { } vendor
        ? new HouseName(vendor, begins && (origins ??= new(app, publishers, prefixes, houses)).SaysNothing(vendor) && !NameNoise.AnyOutsider(app.Name, app.Name.Words.AsSpan()) && !app.Name.HasHiddenCharacters)
        : null;

    private ProductFinding Of(CompiledProduct product)
    {
        if (IndexOf(product) is var at and >= 0)
        {
            return findings![at];
        }

        var (origin, seen) = (origins ??= new(app, publishers, prefixes, houses)).Of(product);
        return new ProductFinding(product) { Origin = origin, OriginSeen = seen };
    }

    private void Put(ProductFinding finding)
    {
        if (IndexOf(finding.Product) is var at and >= 0)
        {
            findings![at] = finding;
        }
        else
        {
            (findings ??= []).Add(finding);
        }
    }

    private int IndexOf(CompiledProduct product) => findings?.FindIndex(finding => finding.Product == product) ?? -1;
}
