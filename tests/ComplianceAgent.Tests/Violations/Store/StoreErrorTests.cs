using ComplianceAgent.Violations.Store;
using Microsoft.Data.Sqlite;

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
    [InlineData("Host=db;Database=agent;Password=secret", "not supported by this version")]
    public void What_is_no_file_is_refused_without_repeating_secrets(string connection, string says)
    {
        var refusal = FluentActions.Invoking(() => StoreConnection.Parse(connection)).Should().Throw<StoreException>().Which;

        refusal.Message.Should().Contain(says).And.Contain("Store:Connection").And.NotContain("secret");
        (refusal.InnerException?.Message ?? "").Should().NotContain("secret");
    }
}
