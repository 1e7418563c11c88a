using System.Buffers;

namespace ComplianceAgent.Policies.Lint;

/// <summary>What identifiers of each kind look like: one of the wrong form never matches anything. Pure.</summary>
internal static class IdentifierForm
{
    private const int HashLength = 13;
    private const int LongestUninstallKey = 255;

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    private static readonly SearchValues<char> OfBundle = SearchValues.Create(Letters + Digits + "-.");
    private static readonly SearchValues<char> OfPackage = SearchValues.Create(Letters + Digits + "_.");

    /// <summary>The alphabet of the publisher hash leaves out i, l, o and u.</summary>
    private static readonly SearchValues<char> OfHash = SearchValues.Create("0123456789abcdefghjkmnpqrstvwxyz");

    /// <summary>True when an identifier has the form of its kind.</summary>
    public static bool Fits(IdentityKind kind, string identifier) => kind switch
    {
        IdentityKind.Bundle => HasParts(identifier) && !identifier.AsSpan().ContainsAnyExcept(OfBundle),
        IdentityKind.Package => HasParts(identifier) && !identifier.AsSpan().ContainsAnyExcept(OfPackage) && identifier.Split('.').All(part => char.IsAsciiLetter(part[0])),
        IdentityKind.PackageFamily => IsPackageFamily(identifier),
        _ => identifier.Length is > 0 and <= LongestUninstallKey && !identifier.Contains('\\', StringComparison.Ordinal),
    };

    /// <summary>The form in words.</summary>
    public static string Of(IdentityKind kind) => kind switch
    {
        IdentityKind.Bundle => "a bundle id: letters, digits, hyphens and full stops, as in com.example.app",
        IdentityKind.Package => "a package name: parts that begin with a letter, of letters, digits and underscores, as in com.example.app",
        IdentityKind.PackageFamily => "a package family name: a name, an underscore and 13 letters or digits of the publisher's hash; or the name alone",
        _ => "an uninstall key or winget id: 255 characters at most, no backslash",
    };

    private static bool HasParts(string identifier) => identifier.Contains('.', StringComparison.Ordinal) && identifier.Split('.').All(part => part.Length > 0);

    private static bool IsPackageFamily(string identifier)
    {
        var at = identifier.IndexOf('_', StringComparison.Ordinal);
        var name = at < 0 ? identifier : identifier[..at];
        return name.Length > 0 && !name.AsSpan().ContainsAnyExcept(OfBundle)
            && (at < 0 || (identifier.Length - at - 1 == HashLength && !identifier.AsSpan(at + 1).ContainsAnyExcept(OfHash)));
    }
}
