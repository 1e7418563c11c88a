namespace ComplianceAgent.Violations.Store;

/// <summary>
/// Says that a service works on a SQLite store, for as long as it does: its schedule is in memory, so that two of them would scan everything twice.
/// The lock is the system's and ends with the process, however that ends. Commands that run once do not ask for it, and agents on PostgreSQL share.
/// </summary>
public sealed class StoreInUse : IDisposable
{
    private readonly FileStream? held;

    private StoreInUse(FileStream? held) => this.held = held;

    /// <summary>Takes the lock of a store that is there.</summary>
    /// <exception cref="StoreException">Another service has it.</exception>
    public static StoreInUse Take(StoreConnection store)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (store.IsShared)
        {
            return new(null);
        }

        var path = store.Path + ".run";
        try
        {
            return new(PrivateFile.Lock(path));
        }
        catch (IOException taken)
        {
            throw new StoreException(
                $"Another agent runs on the store '{store.Path}' (it holds '{path}'), and two would scan every tenant twice. Stop it first ('compliance-agent scan' may run beside it), or let both use a PostgreSQL store.", taken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => held?.Dispose();
}
