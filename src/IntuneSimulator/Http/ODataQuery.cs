using System.Globalization;

namespace IntuneSimulator.Http;

/// <summary>What a list request asks for. <c>$filter</c> and <c>$orderby</c> are ignored, as Intune often does.</summary>
internal sealed record ODataQuery(int Top, IReadOnlyList<string>? Select, string? AfterId, int Step, bool Count)
{
    public static ODataQuery Read(HttpRequest request, int maxPageSize)
    {
        var query = request.Query;
        var top = int.TryParse(query["$top"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : maxPageSize;
        var select = ((string?)query["$select"])?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var (after, step) = ReadToken(query["$skiptoken"]);
        return new ODataQuery(Math.Min(top, maxPageSize), select, after, step, query["$count"] == "true");
    }

    /// <summary>A token of the keyset kind, as Intune's; the step tells a page from the one before.</summary>
    public static string Token(string lastId, int step) => string.Create(CultureInfo.InvariantCulture, $"LastDeviceId='{lastId}',Step='{step}'");

    private static (string? After, int Step) ReadToken(string? token)
    {
        if (string.IsNullOrEmpty(token) || !token.StartsWith("LastDeviceId='", StringComparison.Ordinal))
        {
            return (null, 0);
        }

        var end = token.IndexOf('\'', 14);
        var step = token.LastIndexOf("Step='", StringComparison.Ordinal);
        return end < 0 || step < 0 || !int.TryParse(token.AsSpan(step + 6).TrimEnd('\''), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (null, 0) : (token[14..end], number);
    }
}
