using System.Globalization;

namespace ComplianceAgent.Reasons;

/// <summary>A language that reports and the dashboard speak.</summary>
public enum Language : byte
{
    /// <summary>English; what has no translation is said in it.</summary>
    English = 0,

    /// <summary>Dutch.</summary>
    Dutch,

    /// <summary>French.</summary>
    French,

    /// <summary>German.</summary>
    German,
}

/// <summary>Languages by their codes.</summary>
public static class Languages
{
    /// <summary>Every language.</summary>
    public static IReadOnlyList<Language> All { get; } = [Language.English, Language.Dutch, Language.French, Language.German];

    /// <summary>ISO 639-1 code: <c>en</c>, <c>nl</c>, <c>fr</c>, <c>de</c>.</summary>
    public static string Code(this Language language) => language switch { Language.Dutch => "nl", Language.French => "fr", Language.German => "de", _ => "en" };

    /// <summary>Name of a language in itself.</summary>
    public static string Name(this Language language) => language switch { Language.Dutch => "Nederlands", Language.French => "Français", Language.German => "Deutsch", _ => "English" };

    /// <summary>How dates and numbers are written, as in Belgium where the language is spoken there.</summary>
    public static CultureInfo Culture(this Language language) =>
        CultureInfo.GetCultureInfo(language switch { Language.Dutch => "nl-BE", Language.French => "fr-BE", Language.German => "de-DE", _ => "en-GB" });

    /// <summary>Reads a code such as <c>nl</c> or <c>nl-BE</c>; false when it names none of the four.</summary>
    public static bool TryParse(string? code, out Language language)
    {
        var found = All.Where(known => code is not null && (code.Equals(known.Code(), StringComparison.OrdinalIgnoreCase) || code.StartsWith(known.Code() + "-", StringComparison.OrdinalIgnoreCase))).ToArray();
        language = found.FirstOrDefault();
        return found.Length > 0;
    }
}
