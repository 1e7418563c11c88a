using System.Security.Cryptography;
using System.Text;
using ComplianceAgent.Inventory;
using ComplianceAgent.Names;

namespace ComplianceAgent.Violations.Reviews;

/// <summary>
/// What makes two inventoried apps one and the same to a person who reviews them. The version is left out, in the name too: an update
/// must not ask the same question again. Names that hide characters stay apart from the name they imitate.
/// </summary>
/// <param name="Platform">Platform family of the rows.</param>
/// <param name="Name">Name, normalised, without trailing version, architecture or language.</param>
/// <param name="Hides">True when the name hides characters.</param>
/// <param name="Publisher">Publisher, normalised; empty when not told.</param>
/// <param name="Identifier">Identifier in lower case; empty when not told.</param>
public readonly record struct AppKey(PlatformFamily Platform, string Name, bool Hides, string Publisher, string Identifier)
{
    /// <summary>Key of an app.</summary>
    public static AppKey Of(DistinctApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var name = NameNormalizer.Normalize(app.Name);
        var publisher = PublisherNormalizer.Normalize(app.Publisher);
        return new(
            app.Platform.Family(),
            name.Core.Length > 0 ? name.Core : NameNormalizer.FoldKeepingSigns(app.Name),
            name.HasHiddenCharacters,
            publisher.Exists ? publisher.Key : NameNormalizer.FoldKeepingSigns(app.Publisher),
            app.Identifier.Trim().ToLowerInvariant());
    }
}

/// <summary>One question to a person, whatever devices and versions it is asked for.</summary>
/// <param name="Cause">What is asked.</param>
/// <param name="PolicyId">Policy that asks, of <see cref="ReviewCause.Policy"/>; empty for a doubt, whose answer holds for every policy.</param>
/// <param name="Subject">Catalogue product or else rule id.</param>
/// <param name="App">The app.</param>
public readonly record struct CaseKey(ReviewCause Cause, string PolicyId, string Subject, AppKey App)
{
    private const int IdLength = 10;

    /// <summary>Is this app that product?</summary>
    public static CaseKey OfDoubt(string subject, AppKey app) => new(ReviewCause.Doubt, "", subject, app);

    /// <summary>Does the policy mean this app on the devices for which it asks a person?</summary>
    public static CaseKey OfPolicy(string policyId, string subject, AppKey app) => new(ReviewCause.Policy, policyId, subject, app);

    /// <summary>Key of the case a decision was about, by today's normalisation.</summary>
    public static CaseKey Of(ReviewDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return new(decision.Cause, decision.PolicyId, decision.Subject, AppKey.Of(decision.App));
    }

    /// <summary>The case under what its policy and product are called now.</summary>
    internal CaseKey Under(Policies.FormerIds? former) => former is null ? this : this with { PolicyId = former.Policy(PolicyId), Subject = former.Subject(PolicyId, Subject) };

    /// <summary>Short id of the case, the same on every day and machine: what people type.</summary>
    public string Id(string tenant)
    {
        // Every part behind its length, so that no two different cases spell the same text.
        string[] parts = [tenant, Cause.ToString(), PolicyId, Subject, App.Platform.ToString(), App.Name, App.Hides ? "hides" : "", App.Publisher, App.Identifier];
        var text = string.Concat(parts.Select(part => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{part.Length}:{part}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..IdLength];
    }
}
