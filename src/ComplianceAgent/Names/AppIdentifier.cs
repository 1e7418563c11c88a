namespace ComplianceAgent.Names;

/// <summary>
/// An identifier taken apart: Apple bundle id, Android package, Windows package family (<c>Name_13chars</c>), full package name
/// (<c>Name_1.2.3.0_x64__13chars</c>), application user model id (<c>Family!App</c>) or uninstall key.
/// </summary>
/// <param name="Text">The identifier without an application part.</param>
/// <param name="PackageName">The name part; the whole text where there is no family.</param>
/// <param name="FamilySuffix">The 13 characters that stand for the publisher; empty when there are none.</param>
public sealed record AppIdentifier(string Text, string PackageName, string FamilySuffix)
{
    /// <summary>Longer texts are no identifiers.</summary>
    public const int MaxLength = 256;

    private const int FamilySuffixLength = 13;
    private const int WebAppMarkLength = 8;

    /// <summary>No identifier.</summary>
    public static AppIdentifier None { get; } = new("", "", "");

    /// <summary>True when there is one.</summary>
    public bool Exists => Text.Length > 0;

    /// <summary>Reads what a source calls an identifier.</summary>
    public static AppIdentifier Parse(string? text)
    {
        var trimmed = (text ?? "").AsSpan().Trim();
        var application = trimmed.LastIndexOf('!');
        if (application > 0)
        {
            trimmed = trimmed[..application];
        }

        if (trimmed.Length is 0 or > MaxLength)
        {
            return None;
        }

        var whole = trimmed.Length == text!.Length ? text : trimmed.ToString();
        var first = whole.IndexOf('_', StringComparison.Ordinal);
        var last = whole.LastIndexOf('_');
        return first > 0 && IsFamilySuffix(whole.AsSpan(last + 1))
            ? new AppIdentifier(whole, whole[..first], whole[(last + 1)..])
            : new AppIdentifier(whole, whole, "");
    }

    /// <summary>Reads a display name that is an identifier in truth: Intune shows the package name where a package has no better one.</summary>
    public static AppIdentifier FromName(string name) =>
        name.Length is > 4 and <= MaxLength && name.Contains('.', StringComparison.Ordinal) && !name.AsSpan().ContainsAnyExcept(PackageCharacters) ? Parse(name) : None;

    /// <summary>The host of a web app that Edge installed as a package (<c>www.example.com-1A2B3C4D</c>); empty when it is none.</summary>
    public string WebHost()
    {
        var dash = PackageName.Length - WebAppMarkLength - 1;
        return dash > 3 && PackageName[dash] == '-' && IsHexadecimal(PackageName.AsSpan(dash + 1)) && PackageName.AsSpan(0, dash).Contains('.')
            ? PackageName[..dash].ToLowerInvariant()
            : "";
    }

    /// <summary>True for a reversed domain name with a program's name behind it (<c>com.example.app</c>), as phones and Macs have them.</summary>
    public bool IsDomainName => FamilySuffix.Length == 0 && Text.Contains('.', StringComparison.Ordinal) && !Text.AsSpan().ContainsAny('{', '\\', ' ');

    /// <summary>True for an identifier that a browser made up for a web page it installed: it says nothing of the page.</summary>
    public bool IsCarrier => WebAppId().Length > 0
        || Text.StartsWith("org.chromium.webapk.", StringComparison.OrdinalIgnoreCase) || Text.StartsWith("com.apple.Safari.WebApp.", StringComparison.OrdinalIgnoreCase);

    /// <summary>The id that Chromium gave a web app: 32 letters a–p, alone or behind <c>Chrome._crx_</c> or <c>com.google.Chrome.app.</c>; empty when there is none.</summary>
    public ReadOnlySpan<char> WebAppId()
    {
        var start = Text.Length - WebApps.IdLength;
        return start >= 0 && (start == 0 || !char.IsAsciiLetterOrDigit(Text[start - 1])) && !Text.AsSpan(start).ContainsAnyExceptInRange('a', 'p') ? Text.AsSpan(start) : [];
    }

    /// <summary>The first two parts of a domain name, which stand for a house: <c>com.example</c>; empty when there are fewer than three.</summary>
    public ReadOnlySpan<char> House()
    {
        var first = Text.IndexOf('.', StringComparison.Ordinal);
        var second = first < 0 ? -1 : Text.IndexOf('.', first + 1);
        return second > 0 ? Text.AsSpan(0, second) : [];
    }

    /// <summary>The part of a package name that names its maker (<c>Maker.Product</c>), and the product; both empty when it has no such parts.</summary>
    public (string Maker, string Product) Parts()
    {
        var dot = PackageName.LastIndexOf('.');
        return dot > 0 && dot < PackageName.Length - 1 && WebHost().Length == 0 ? (PackageName[..dot], PackageName[(dot + 1)..]) : ("", "");
    }

    private static readonly System.Buffers.SearchValues<char> PackageCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_!~");

    private static bool IsFamilySuffix(ReadOnlySpan<char> text)
    {
        if (text.Length != FamilySuffixLength)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsHexadecimal(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }
        }

        return true;
    }
}
