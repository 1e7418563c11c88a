[assembly: AssemblyFixture(typeof(ComplianceAgent.Tests.Infrastructure.RedmineServer))]

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>A real Redmine, for the tests that ask for it.</summary>
public sealed class RedmineServer : IAsyncDisposable
{
    private static readonly SystemOnDemand Server = new("redmine.sh", "Redmine", "/usr/share/redmine/config.ru", "/usr/bin/puma", "/usr/bin/setpriv", "/usr/bin/curl");

    /// <summary>How it is reached; skips the test when it is not installed.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> GetAsync(CancellationToken cancellationToken) => (await Server.GetAsync(cancellationToken)).Told;

    public async ValueTask DisposeAsync() => await Server.StopAsync();
}
