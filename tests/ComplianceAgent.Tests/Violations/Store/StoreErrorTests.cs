using ComplianceAgent.Violations.Store;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ComplianceAgent.Tests.Violations.Store;

public sealed class StoreErrorTests
{
    [Theory]
    [InlineData(5, "held by another program")]
    [InlineData(6, "held by another program")]
    [InlineData(8, "read-only")]
    [InlineData(10, "reported an error")]
    [InlineData(11, "damaged")]
    [InlineData(13, "is full")]
    [InlineData(14, "cannot be opened")]
    [InlineData(23, "may not be opened")]
    [InlineData(26, "not a database of this program")]
    [InlineData(1, "failed")]
    public void Every_error_names_the_file_and_what_to_do(int code, string says) =>
        SqliteErrors.Translate(new SqliteException("raw", code), "/var/lib/agent/compliance.db").Message
            .Should().Contain(says).And.Contain("'/var/lib/agent/compliance.db'").And.EndWith(".");

    [Theory]
    [InlineData("28P01", "refuses this account")]
    [InlineData("28000", "refuses this account")]
    [InlineData("3D000", "no such database")]
    [InlineData("42501", "lacks a right")]
    [InlineData("55P03", "held by another program")]
    [InlineData("53100", "no room left")]
    [InlineData("53300", "no more connections")]
    [InlineData("25006", "read-only")]
    [InlineData("XX001", "damaged")]
    [InlineData("40P01", "at once")]
    [InlineData("57P01", "cannot be reached, or the connection to it broke")]
    [InlineData("08006", "cannot be reached, or the connection to it broke")]
    [InlineData("25P03", "cannot be reached, or the connection to it broke")]
    [InlineData("42P01", "failed (42P01")]
    public void Every_error_of_a_server_names_the_database_and_what_to_do(string code, string says)
    {
        var told = PostgresErrors.Explain(new PostgresException("raw", "ERROR", "ERROR", code), "Host=db;Database=agent")!;

        told.Message.Should().Contain(says).And.Contain("'Host=db;Database=agent'").And.EndWith(".");
        (told is StoreConnectionLostException).Should().Be(says.StartsWith("cannot be reached", StringComparison.Ordinal), "only a lost connection leaves a commit in doubt");
    }

    [Theory]
    [InlineData("Host=db.example;Database=agent", "VerifyFull")]
    [InlineData("Host=db.example;Database=agent;SSL Mode=Require", "Require")]
    [InlineData("Host=127.0.0.1,db.example;Database=agent", "VerifyFull")]
    [InlineData("Host=127.0.0.1;Database=agent", "Prefer")]
    [InlineData("Host=/var/run/postgresql;Database=agent", "Prefer")]
    public void A_server_elsewhere_must_prove_who_it_is_unless_the_setting_says_otherwise(string connection, string mode) =>
        new NpgsqlConnectionStringBuilder(StoreConnection.Parse(connection).Postgres).SslMode.ToString().Should().Be(mode);

    [Fact]
    public void A_password_may_lie_in_a_file_and_is_never_shown()
    {
        var connection = StoreConnection.Parse("Host=db;Database=agent;Username=me;Port=5433", "se;cret");

        new NpgsqlConnectionStringBuilder(connection.Postgres).Password.Should().Be("se;cret");
        connection.ToString().Should().Be("Host=db;Database=agent;Port=5433;Username=me");
        FluentActions.Invoking(() => StoreConnection.Parse("Host=db;Database=agent;Password=x", "y")).Should().Throw<StoreException>().WithMessage("*take one of them out*");
    }

    [Theory]
    [InlineData("nfs", true)]
    [InlineData("nfs4", true)]
    [InlineData("cifs", true)]
    [InlineData("smb3", true)]
    [InlineData("fuse.sshfs", true)]
    [InlineData("ext2", false)]
    [InlineData("xfs", false)]
    [InlineData("overlayfs", false)]
    [InlineData("tmpfs", false)]
    [InlineData("fuse.mergerfs", false)]
    public void Disks_of_this_machine_are_told_from_shares(string format, bool isNetwork) => FileSystems.IsNetwork(format).Should().Be(isNetwork);

    [Theory]
    [InlineData("Data Source=state/x.db")]
    [InlineData("DataSource=state/x.db;")]
    [InlineData("state/x.db")]
    public void A_path_is_taken_from_the_current_directory(string connection) =>
        StoreConnection.Parse(connection).Path.Should().Be(Path.GetFullPath("state/x.db"));

    [Theory]
    [InlineData("", "names no file")]
    [InlineData("Data Source=", "names no file")]
    [InlineData(":memory:", "no plain file")]
    [InlineData("Data Source=:memory:", "no plain file")]
    [InlineData("Data Source=file:x.db?mode=ro", "no plain file")]
    [InlineData("Data Source=x.db;Mode=ReadOnly", "nothing else")]
    [InlineData("Data Source=x.db;Password=secret", "nothing else")]
    [InlineData("Host=db;Password=secret", "must name server and database")]
    [InlineData("postgres://agent:secret@db/agent", "Host=SERVER;Database=NAME")]
    [InlineData("Host=db;Database=agent;Password=se;cret=1", "not all of it is understood")]
    public void What_is_no_file_is_refused_without_repeating_secrets(string connection, string says)
    {
        var refusal = FluentActions.Invoking(() => StoreConnection.Parse(connection)).Should().Throw<StoreException>().Which;

        refusal.Message.Should().Contain(says).And.Contain("Store:Connection").And.NotContain("secret");
        (refusal.InnerException?.Message ?? "").Should().NotContain("secret");
    }
}
