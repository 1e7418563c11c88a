[assembly: AssemblyFixture(typeof(ComplianceAgent.Tests.Infrastructure.RequestTrackerServer))]

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>A real Request Tracker 5, for the tests that ask for it.</summary>
public sealed class RequestTrackerServer : IAsyncDisposable
{
    private static readonly SystemOnDemand Server = new("request-tracker.sh", "Request Tracker 5", "/usr/share/request-tracker5/libexec/rt-server", "/usr/bin/setpriv", "/usr/bin/curl");

    /// <summary>How it is reached; skips the test when it is not installed.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> GetAsync(CancellationToken cancellationToken) => (await Server.GetAsync(cancellationToken)).Told;

    public async ValueTask DisposeAsync() => await Server.StopAsync();
}
