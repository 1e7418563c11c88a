using ComplianceAgent.Tests.Infrastructure;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>
/// Begins what takes minutes before what takes moments: begun last, one class would go on alone for as long as it takes. Those that wait stand
/// between those that compute.
/// </summary>
internal sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        "ClusterTests", "RtContractTests", "CloudHostsTests", "RedmineContractTests", "KillTests", "ServiceTests", "PostgresSendingTests", "PagesInBrowser", "TicketKillTests", "PostgresStoreTests",
        "DiskTests", "RollingUpgradeTests",
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(PlaceOf)];

    private static int PlaceOf<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection =>
        Array.FindIndex(Long, name => collection.TestCollectionDisplayName.Contains("." + name, StringComparison.Ordinal) || collection.TestCollectionDisplayName == name) is var place and >= 0 ? place : Long.Length;
}
