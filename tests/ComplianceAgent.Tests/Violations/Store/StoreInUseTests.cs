using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Tests.Violations.Store;

public sealed class StoreInUseTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("in-use-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_second_service_is_refused_until_the_first_lets_go_and_agents_on_a_server_share()
    {
        var store = StoreConnection.Parse(Path.Combine(folder, "compliance.db"));
        using (StoreInUse.Take(store))
        {
            FluentActions.Invoking(() => StoreInUse.Take(store)).Should().Throw<StoreException>().WithMessage("Another agent runs on the store*compliance.db*compliance.db.run*scan every tenant twice*");
        }

        StoreInUse.Take(store).Dispose();
        var shared = StoreConnection.Parse("Host=localhost;Database=none;Username=nobody");
        using var one = StoreInUse.Take(shared);
        using var two = StoreInUse.Take(shared);
    }
}
