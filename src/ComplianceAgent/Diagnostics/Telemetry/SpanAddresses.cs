using System.Diagnostics;
using OpenTelemetry;

namespace ComplianceAgent.Diagnostics.Telemetry;

/// <summary>
/// Keeps of the address of a request what says where it went and drops what says of whom: query and fragment, and of the path everything but words
/// of the interfaces we speak. Paths hold ids of devices, groups and tickets; those of storage hold the name of a file.
/// </summary>
internal sealed class SpanAddresses : BaseProcessor<Activity>
{
    /// <summary>The framework's own spans of HTTP requests.</summary>
    public const string Source = "System.Net.Http";

    private const string Hidden = "*";

    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "v1.0", "beta", "deviceManagement", "managedDevices", "detectedApps", "reports", "exportJobs", "groups", "transitiveMembers", "oauth2", "v2.0", "token",
        "rest", "REST", "2.0", "api", "now", "table", "issue", "issues", "search", "ticket", "tickets", "secrets",
    };

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Source.Name == Source && data.GetTagItem("url.full") is string address)
        {
            data.SetTag("url.full", Reduced(address));
        }
    }

    /// <summary>The address without what it says of anybody. Pure.</summary>
    public static string Reduced(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            return Hidden;
        }

        var segments = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(segment => Words.Contains(segment) ? segment : Hidden);
        return $"{uri.Scheme}://{uri.Authority}/{string.Join('/', segments)}";
    }
}
