using System.ComponentModel.DataAnnotations;
using ComplianceAgent.Hosting;

namespace ComplianceAgent.Violations.Store;

/// <summary>Where violations are kept. Section <c>Store</c>.</summary>
public sealed class StoreOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Store";

    /// <summary>
    /// <c>Data Source=PATH</c>, or the path alone, for a SQLite file; <c>Host=SERVER;Database=NAME;Username=ACCOUNT</c> for PostgreSQL, which
    /// several agents may share. Empty takes a file in the state directory of the user or service.
    /// </summary>
    /// <value>Empty.</value>
    public string Connection { get; set; } = "";

    /// <summary>File that holds the password of the PostgreSQL account, on one line. Empty when none is asked for, or the driver's own <c>PGPASSFILE</c> holds it.</summary>
    /// <value>Empty.</value>
    public string PasswordFile { get; set; } = "";

    /// <summary>How long to wait for another program that holds the store, in seconds.</summary>
    /// <value>30; from 1 to 600.</value>
    [Range(1, 600, ErrorMessage = "Store:BusySeconds must be from 1 to 600.")]
    public int BusySeconds { get; set; } = 30;

    /// <summary>The store these settings name.</summary>
    /// <exception cref="StoreException">They name none, or the password cannot be read.</exception>
    public StoreConnection Parse()
    {
        var password = PasswordFile.Length > 0 ? StorePassword.Read(PasswordFile) : null;
        var connection = StoreConnection.Parse(Connection.Length > 0 ? Connection : $"Data Source={Path.Combine(StateDirectory.Default, "compliance.db")}", password?.Current);
        return connection.IsShared ? connection with { Password = password } : connection;
    }
}
