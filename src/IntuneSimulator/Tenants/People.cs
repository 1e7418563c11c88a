using System.Globalization;

namespace IntuneSimulator.Tenants;

/// <summary>Invented people of an invented organisation.</summary>
internal static class People
{
    private static readonly string[] First =
        ["Ana", "Bram", "Chloé", "Dries", "Elif", "Femke", "Güneş", "Hanne", "Ines", "Jürgen", "Karim", "Léa", "Maarten", "Noor", "Olivier", "Pieter", "Quinten", "Sofie", "Thibault", "Yasmine", "Zoë", "Łukasz", "Marta", "Nguyễn"];

    private static readonly string[] FirstAscii =
        ["ana", "bram", "chloe", "dries", "elif", "femke", "gunes", "hanne", "ines", "jurgen", "karim", "lea", "maarten", "noor", "olivier", "pieter", "quinten", "sofie", "thibault", "yasmine", "zoe", "lukasz", "marta", "nguyen"];

    private static readonly string[] Last =
        ["Peeters", "Janssens", "Maes", "Jacobs", "Willems", "Dubois", "Lambert", "Martin", "Dupont", "Simon", "Müller", "Yılmaz", "El Amrani", "O'Brien", "De Smet", "Van den Broeck", "Kowalski", "García"];

    private static readonly string[] LastAscii =
        ["peeters", "janssens", "maes", "jacobs", "willems", "dubois", "lambert", "martin", "dupont", "simon", "muller", "yilmaz", "elamrani", "obrien", "desmet", "vandenbroeck", "kowalski", "garcia"];

    private static readonly string[] Units = ["Unknown", "Finance", "Justice", "Mobility", "Field", "Unknown"];

    public static string DisplayName(int person) => $"{First[person % First.Length]} {Last[person / First.Length % Last.Length]}";

    public static string Upn(int person) => string.Create(
        CultureInfo.InvariantCulture,
        $"{FirstAscii[person % First.Length]}.{LastAscii[person / First.Length % Last.Length]}{person}@contoso.example");

    public static string Unit(ulong hash) => Units[Chance.Below(hash, Units.Length)];
}
