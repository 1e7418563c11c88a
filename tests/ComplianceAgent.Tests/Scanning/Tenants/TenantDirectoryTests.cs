using ComplianceAgent.Hosting;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning.Tenants;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ComplianceAgent.Tests.Scanning.Tenants;

public sealed class TenantDirectoryTests : IDisposable
{
    private const string Defaults = """
        credential: { kind: ManagedIdentity }
        schedule: { cron: "0 0 3 * * ?", timeZone: Europe/Brussels }
        policies: [be-federal-tiktok, be-federal-deepseek]
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("compliance-agent-tests-").FullName;
    private readonly FakeTimeProvider clock = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_is_a_tenant_with_what_all_share_unless_it_says_otherwise()
    {
        Write("_defaults.yaml", Defaults);
        Write("contoso.yaml", "tenantId: contoso.example\n");
        Write("fabrikam.yaml", "tenantId: 11111111-2222-3333-4444-555555555555\npolicies: [us-federal-tiktok]\nschedule: { jitterMinutes: 0 }\n");

        using var directory = Start();

        directory.Faults.Should().BeEmpty();
        directory.Current.Select(known => known.Options.Name).Should().Equal("contoso", "fabrikam");
        var (contoso, fabrikam) = (directory.Find("contoso")!, directory.Find("fabrikam")!);
        contoso.Policies.Should().Equal("be-federal-tiktok", "be-federal-deepseek");
        fabrikam.Policies.Should().Equal("us-federal-tiktok");
        fabrikam.Credential.Kind.Should().Be(CredentialKind.ManagedIdentity);
        (fabrikam.Schedule.Cron, fabrikam.Schedule.TimeZone, fabrikam.Schedule.JitterMinutes).Should().Be(("0 0 3 * * ?", "Europe/Brussels", 0));
        contoso.Schedule.JitterMinutes.Should().Be(15);
    }

    [Theory]
    [InlineData("tenantId: contoso.example\nschedul: { cron: x }\n", "(2,1): schedul: there is no such setting. A tenant has: Name, TenantId,")]
    [InlineData("tenantId: not a tenant\n", "(1,1): TenantId must be the tenant's GUID or a verified domain")]
    [InlineData("tenantId: contoso.example\nschedule:\n  cron: every day\n", "(3,3): Schedule:Cron: \"every day\" is no Quartz cron expression")]
    [InlineData("tenantId: contoso.example\nschedule:\n  jitterMinutes: many\n", "(3,3): schedule:jitterMinutes: \"many\" is not a whole number.")]
    [InlineData("tenantId: contoso.example\ncredential: { kind: Certificate, clientId: x }\n", "(2,34): Credential:ClientId must be the GUID")]
    [InlineData("tenantId: [", "contoso.yaml(2,1): this is not YAML")]
    [InlineData("", "TenantId must be")]
    public void What_is_wrong_is_told_with_its_line(string text, string told)
    {
        Write("_defaults.yaml", "credential: { kind: ManagedIdentity }\n");
        Write("contoso.yaml", text);

        using var directory = Start();

        directory.Current.Should().BeEmpty();
        directory.Faults.Should().Contain(fault => fault.Contains("contoso.yaml", StringComparison.Ordinal) && fault.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public void A_broken_file_leaves_its_tenant_as_it_was_and_the_others_alone()
    {
        Write("_defaults.yaml", Defaults);
        Write("contoso.yaml", "tenantId: contoso.example\n");
        Write("fabrikam.yaml", "tenantId: fabrikam.example\n");
        using var directory = Start();
        var changes = 0;
        directory.Changed += (_, _) => changes++;

        Write("contoso.yaml", "tenantId: contoso.example\npolicies: nonsense\n");
        Write("fabrikam.yaml", "tenantId: fabrikam.example\npolicies: [us-federal-tiktok]\n");
        clock.Advance(TimeSpan.FromSeconds(10));

        changes.Should().Be(1);
        directory.Faults.Should().ContainSingle().Which.Should().Contain("contoso.yaml(2,1)");
        directory.Current.Single(known => known.IsStale).Options.Name.Should().Be("contoso");
        directory.Find("contoso")!.Policies.Should().HaveCount(2);
        directory.Find("fabrikam")!.Policies.Should().Equal("us-federal-tiktok");
    }

    [Fact]
    public void Broken_defaults_leave_every_tenant_as_it_was()
    {
        Write("_defaults.yaml", Defaults);
        Write("contoso.yaml", "tenantId: contoso.example\n");
        using var directory = Start();

        Write("_defaults.yaml", "credential: {");
        directory.Check().Should().BeTrue();

        directory.Find("contoso")!.Credential.Kind.Should().Be(CredentialKind.ManagedIdentity);
        directory.Faults.Should().ContainSingle().Which.Should().Contain("_defaults.yaml");
    }

    [Fact]
    public void Tenants_come_and_go_with_their_files()
    {
        Write("_defaults.yaml", Defaults);
        Write("contoso.yaml", "tenantId: contoso.example\n");
        using var directory = Start();

        File.Move(Path.Combine(folder, "contoso.yaml"), Path.Combine(folder, "contoso.yaml.off"));
        Write("northwind.yml", "tenantId: northwind.example\n");
        clock.Advance(TimeSpan.FromSeconds(10));

        directory.Current.Select(known => known.Options.Name).Should().Equal("northwind");
    }

    [Fact]
    public void A_name_counts_once_and_the_settings_first()
    {
        Write("_defaults.yaml", Defaults);
        Write("a.yaml", "name: contoso\ntenantId: other.example\n");
        Write("b.yaml", "tenantId: b.example\n");

        using var directory = Start(new TenantOptions { Name = "contoso", TenantId = "contoso.example" });

        directory.Find("contoso")!.TenantId.Should().Be("contoso.example");
        directory.Current.Select(known => known.Options.Name).Should().Equal("contoso", "b");
        directory.Faults.Should().ContainSingle().Which.Should().Contain("a.yaml: a tenant contoso stands in settings already");
    }

    [Fact]
    public void A_folder_that_goes_takes_no_tenant_with_it()
    {
        Write("_defaults.yaml", Defaults);
        Write("contoso.yaml", "tenantId: contoso.example\n");
        using var directory = Start();
        var away = folder + "-away";
        Directory.Move(folder, away);
        try
        {
            directory.Check();

            directory.Find("contoso").Should().NotBeNull();
            directory.Faults.Should().ContainSingle().Which.Should().Contain("the tenants stay as they were");
        }
        finally
        {
            Directory.Move(away, folder);
        }
    }

    [Fact]
    public void A_folder_that_is_not_there_and_a_file_that_anybody_may_change_are_refused()
    {
        var missing = () => TenantDirectory.Start([], new TenantFilesOptions { Path = Path.Combine(folder, "none") }, clock, NullLogger<TenantDirectory>.Instance);
        missing.Should().Throw<SettingsException>().WithMessage("TenantFiles:Path: there is no folder*");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Write("_defaults.yaml", Defaults);
        File.SetUnixFileMode(Write("contoso.yaml", "tenantId: contoso.example\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        using var directory = Start();
        directory.Current.Should().BeEmpty();
        directory.Faults.Should().ContainSingle().Which.Should().Contain("chmod o-w");
    }

    private TenantDirectory Start(params TenantOptions[] settings) =>
        TenantDirectory.Start(settings, new TenantFilesOptions { Path = folder }, clock, NullLogger<TenantDirectory>.Instance);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
