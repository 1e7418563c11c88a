using System.Collections.Immutable;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Policies;

/// <summary>What a range says of a version.</summary>
public enum VersionFit : byte
{
    /// <summary>The version is not told, cannot be read, or cannot be ordered against the range.</summary>
    NotTold = 0,

    /// <summary>Within the range.</summary>
    Inside,

    /// <summary>Outside of it.</summary>
    Outside,
}

/// <summary>
/// Which versions a rule speaks of: bounds joined by commas, all of which must hold (<c>&gt;= 1.0, &lt; 2.0</c>), one version
/// (<c>5.2</c>), or a beginning (<c>3.*</c>). Immutable.
/// </summary>
public sealed class VersionRange
{
    private static readonly string[] Signs = ["<=", ">=", "!=", "==", "<", ">", "="];

    private readonly ImmutableArray<Bound> bounds;

    private VersionRange(string text, ImmutableArray<Bound> bounds) => (Text, this.bounds) = (text, bounds);

    /// <summary>One condition.</summary>
    /// <param name="Sign">One of the signs; <c>=</c> where none was written.</param>
    /// <param name="Version">Version it names.</param>
    /// <param name="IsBeginning">True for <c>3.*</c>.</param>
    private readonly record struct Bound(string Sign, AppVersion Version, bool IsBeginning)
    {
        public bool IsLower => Sign is ">" or ">=";

        public bool IsUpper => Sign is "<" or "<=";

        public VersionFit Fits(AppVersion seen) => IsBeginning
            ? Answer(seen.BeginsWith(Version) == (Sign == "="))
            : seen.CompareTo(Version) is not { } order ? VersionFit.NotTold : Answer(Sign switch
            {
                "<" => order < 0,
                "<=" => order <= 0,
                ">" => order > 0,
                ">=" => order >= 0,
                "!=" => order != 0,
                _ => order == 0,
            });

        private static VersionFit Answer(bool fits) => fits ? VersionFit.Inside : VersionFit.Outside;
    }

    /// <summary>The range as written.</summary>
    public string Text { get; }

    /// <summary>Reads a range; throws <see cref="FormatException"/> for one that <see cref="FaultOf"/> has something to say of.</summary>
    public static VersionRange Parse(string text) => Read(text, out var fault) ?? throw new FormatException(fault?.ToString());

    /// <summary>What is wrong with a range, or null.</summary>
    public static Reason? FaultOf(string text)
    {
        Read(text, out var fault);
        return fault;
    }

    /// <summary>What the range says of a version as inventoried. Any bound that fails decides; else any that cannot be told.</summary>
    public VersionFit Fits(AppVersion? version)
    {
        if (version is null)
        {
            return VersionFit.NotTold;
        }

        var all = VersionFit.Inside;
        foreach (var bound in bounds)
        {
            var fit = bound.Fits(version);
            all = fit == VersionFit.Outside || all == VersionFit.Outside ? VersionFit.Outside : fit == VersionFit.NotTold ? fit : all;
        }

        return all;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static VersionRange? Read(string text, out Reason? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bounds = ImmutableArray.CreateBuilder<Bound>();
        foreach (var part in text.Split(','))
        {
            if (ReadBound(part.Trim()) is not { } bound)
            {
                fault = Reason.Of("policy-bad-version", ("value", text), ("part", part.Trim()));
                return null;
            }

            bounds.Add(bound);
        }

        var all = bounds.DrainToImmutable();
        fault = IsEmpty(all) ? Reason.Of("policy-version-of-nothing", ("value", text)) : null;
        return fault is null ? new VersionRange(text.Trim(), all) : null;
    }

    private static Bound? ReadBound(string part)
    {
        var sign = Signs.FirstOrDefault(sign => part.StartsWith(sign, StringComparison.Ordinal)) ?? "";
        var version = part[sign.Length..].Trim();
        var isBeginning = version.EndsWith(".*", StringComparison.Ordinal);
        var read = AppVersion.Read(isBeginning ? version[..^2] : version);
        sign = sign is "" or "==" ? "=" : sign;
        return read is null || read.HasUnknownTail || (isBeginning && sign is not ("=" or "!=")) ? null : new Bound(sign, read, isBeginning);
    }

    /// <summary>A range that fits no version is a typing error that would lift the ban unseen.</summary>
    private static bool IsEmpty(ImmutableArray<Bound> bounds) =>
        bounds.Any(lower => lower.IsLower && bounds.Any(upper => upper.IsUpper
            && lower.Version.CompareTo(upper.Version) is { } order && (order > 0 || (order == 0 && (lower.Sign == ">" || upper.Sign == "<")))));
}
