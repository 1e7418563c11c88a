using System.Text.Json;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Scanning;

/// <summary>A simulated tenant lives in its own time; a scan of it has to be made at that time, or every device would look stale.</summary>
internal static class SimulatedTime
{
    /// <summary>Asks the simulator what time it is there.</summary>
    public static async Task<DateTimeOffset> AskAsync(string simulatorUrl, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            await using var body = await http.GetStreamAsync(new Uri(new Uri(simulatorUrl.TrimEnd('/') + "/"), "simulator/clock"), cancellationToken);
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            return document.RootElement.GetProperty("now").GetDateTimeOffset();
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or KeyNotFoundException or FormatException)
        {
            throw new InventoryException(Reason.Of("simulator-unreachable", ("url", simulatorUrl)), failure);
        }
    }
}
