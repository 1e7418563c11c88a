using System.Security.Claims;
using ComplianceAgent.Dashboard.Access;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Tests.Dashboard;

/// <summary>What roles mean, where they hold, and who is whom.</summary>
public sealed class VisitorTests
{
    [Theory]
    [InlineData("Reader", "contoso", "Phones", true, true)]
    [InlineData("Reader:contoso", "contoso", "Phones", true, true)]
    [InlineData("Reader:contoso", "fabrikam", "Phones", false, false)]
    [InlineData("Reader:contoso/Phones", "contoso", "Phones", true, true)]
    [InlineData("Reader:contoso/Phones", "contoso", "phones", true, true)]
    [InlineData("Reader:contoso/Phones", "contoso", "Laptops", true, false)]
    [InlineData("Reader:contoso/Phones", "fabrikam", "Phones", false, false)]
    [InlineData("reader", "contoso", "Phones", false, false)]
    [InlineData("Reader:", "contoso", "Phones", false, false)]
    [InlineData("Reader:contoso/", "contoso", "Phones", false, false)]
    [InlineData("Owner", "contoso", "Phones", false, false)]
    public void A_role_holds_where_it_says(string role, string tenant, string unit, bool sees, bool seesUnit)
    {
        var visitor = Of(role);

        visitor.Sees(tenant).Should().Be(sees);
        (visitor.Sees(tenant) && visitor.SeesUnit(tenant, unit)).Should().Be(seesUnit);
    }

    [Fact]
    public void Roles_of_several_places_do_not_mix()
    {
        var visitor = Of("Approver:contoso/Phones", "Reader:contoso", "Administrator:fabrikam");

        visitor.May(Role.Approver, "contoso").Should().BeTrue();
        visitor.UnitsIn("contoso").Should().BeNull("every device may be looked at");
        visitor.UnitsIn("contoso", Role.Approver)!.Value.Should().Equal("Phones");
        visitor.MayAll(Role.Approver, "contoso").Should().BeFalse();
        visitor.May(Role.Administrator, "contoso").Should().BeFalse();
        visitor.In("contoso").Role.Should().Be(Role.Approver);
        visitor.In("contoso").Sees("fabrikam").Should().BeFalse();
        visitor.Units!.Value.Should().Equal(["Phones"], "told without a tenant it is too narrow rather than too wide");
        visitor.Tenants!.Value.Should().Equal("contoso", "fabrikam");
    }

    [Fact]
    public void A_visitor_is_the_same_behind_a_cookie_and_nobody_behind_claims_of_others()
    {
        var visitor = Of("Approver:contoso/Phones") with { ProvedAt = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000) };

        Visitor.Of(AccessClaims.Write(visitor)).Should().BeEquivalentTo(visitor);
        Visitor.Of(new ClaimsPrincipal(new ClaimsIdentity([new Claim("ca:kind", "Directory"), new Claim("ca:grant", "Administrator")], "Other"))).Should().BeEquivalentTo(Visitor.Nobody);
        Visitor.Of(null).May(Role.Reader).Should().BeFalse();
    }

    [Fact]
    public void Persons_are_who_the_directory_says()
    {
        var ann = Author.OfDirectory("ann@contoso.example", "t", "o-1");

        ann.IsSamePersonAs(Author.OfDirectory("renamed@contoso.example", "T", "O-1")).Should().BeTrue();
        ann.IsSamePersonAs(Author.OfDirectory("ann@contoso.example", "t", "o-2")).Should().BeFalse("a name may be given on");
        ann.IsSamePersonAs(Author.OfDirectory("ann@contoso.example", "t-2", "o-1")).Should().BeFalse();
        ann.IsSamePersonAs(new Author("ann@pc-7", Author.OsAccount)).Should().BeTrue("the account may well be hers");
        ann.Kind.Should().Be(Author.SignedIn);
    }

    [Fact]
    public void Groups_give_roles_where_the_settings_say()
    {
        var group = Guid.NewGuid().ToString();
        var signIn = new DashboardSignIn { Scopes = [$"{group}=Approver:contoso/Mobile phones"] };
        var token = new ClaimsIdentity([new Claim("tid", "t"), new Claim("oid", "o"), new Claim("groups", group.ToUpperInvariant()), new Claim("groups", Guid.NewGuid().ToString())]);

        DirectoryGrants.Visitor(token, signIn, "s")!.Grants.Should().Equal(new Grant(Role.Approver, "contoso", "Mobile phones"));
        DirectoryGrants.Visitor(new ClaimsIdentity([new Claim("tid", "t")]), signIn, "s").Should().BeNull();
    }

    private static Visitor Of(params string[] roles) => DirectoryGrants.Visitor(
        new ClaimsIdentity([new Claim("tid", "t"), new Claim("oid", "o"), new Claim("preferred_username", "ann@contoso.example"), .. roles.Select(role => new Claim("roles", role))]), new DashboardSignIn(), "s")!;
}
