using System.ComponentModel.DataAnnotations;

namespace ComplianceAgent.Violations.Store;

/// <summary>Where violations are kept. Section <c>Store</c>.</summary>
public sealed class StoreOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Store";

    /// <summary><c>Data Source=PATH</c>, or the path alone. Empty takes the state directory of the user or service.</summary>
    /// <value>Empty.</value>
    public string Connection { get; set; } = "";

    /// <summary>How long to wait for another program that holds the store, in seconds.</summary>
    /// <value>30; from 1 to 600.</value>
    [Range(1, 600, ErrorMessage = "Store:BusySeconds must be from 1 to 600.")]
    public int BusySeconds { get; set; } = 30;
}
