using ComplianceAgent.Inventory;
using CsCheck;

namespace ComplianceAgent.Tests.Inventory;

public sealed class RollUpHitsTests
{
    [Fact]
    public void A_row_of_no_group_is_not_taken()
    {
        var hits = new RollUpHits(app => app.Name == "x" ? null : "all");
        hits.Learn(0, App("x"));
        hits.Learn(1, App("y"));
        hits.Take(7, 0).Should().BeFalse();
        hits.Take(7, 1).Should().BeTrue();
        (hits.Has(7), hits.Has(8)).Should().Be((true, false));
        hits.Clear();
        hits.Has(7).Should().BeFalse();
        hits.Take(7, 1).Should().BeTrue("apps are kept");
    }

    [Fact]
    public void Devices_and_groups_cost_a_record_each_whatever_the_rows()
    {
        var hits = new RollUpHits(app => app.Name[..1]);
        for (var app = 0; app < 40; app++)
        {
            hits.Learn(app, App((app % 2 == 0 ? "a" : "b") + app));
        }

        for (var row = 0; row < 4_000; row++)
        {
            hits.Take(row % 10, row % 40);
        }

        hits.All.Should().HaveCount(10);
        hits.All.Sum(hit => hit.Hit.Rows).Should().Be(4_000);
    }

    [Fact]
    public void The_order_of_rows_changes_nothing_and_no_name_comes_twice() => Gen.Select(Gen.Int[0, 19].Array[1, 40], Gen.Int).Sample(
        (rows, seed) =>
        {
            var (one, other) = (Of(rows), Of([.. rows.OrderBy(row => HashCode.Combine(row, seed))]));
            return one.SetEquals(other) && one.Count == Math.Min(3, rows.Select(row => row % 7).Distinct().Count());
        },
        iter: 2_000);

    /// <summary>Twenty apps of seven names: the rest are other versions.</summary>
    private static HashSet<string> Of(int[] rows)
    {
        var hits = new RollUpHits(_ => "all");
        for (var app = 0; app < 20; app++)
        {
            hits.Learn(app, App("app" + (app % 7), app.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        foreach (var row in rows)
        {
            hits.Take(0, row);
        }

        var hit = hits.All.Single().Hit;
        hit.Rows.Should().Be(rows.Length);
        int[] named = [hit.First, hit.Second, hit.Third];
        return [.. named.Where(app => app >= 0).Select(app => "app" + (app % 7))];
    }

    private static DistinctApp App(string name, string version = "") => new(Platform.Windows, name, "", version);
}
