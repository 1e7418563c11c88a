namespace ComplianceAgent.Violations.Store;

/// <summary>The store cannot be used as asked. The message is one sentence for people: which store, what is wrong, what to do.</summary>
public class StoreException : Exception
{
    /// <summary>Creates one.</summary>
    public StoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>
/// A scan came too late: another scan of the tenant has begun since, or this one was committed already. Nothing was written.
/// </summary>
public sealed class ScanFencedException : StoreException
{
    /// <summary>Creates one.</summary>
    public ScanFencedException(ScanRun run)
        : base($"Scan {run?.Number} of tenant '{run?.Tenant}' was not stored: a later scan has begun since, or this one was stored already. Nothing is lost; the later scan counts.")
    {
    }
}

/// <summary>
/// A person decided about suspected matches while a scan was judging: nothing was written, and the scan must judge anew by what is
/// known now.
/// </summary>
public sealed class ReviewsChangedException : StoreException
{
    /// <summary>Creates one.</summary>
    public ReviewsChangedException(ScanRun run)
        : base($"Scan {run?.Number} of tenant '{run?.Tenant}' was not stored: decisions about suspected matches or exceptions were made, or personal data was erased, while it was judging. Scan again; nothing is lost.")
    {
    }
}

/// <summary>
/// A newer program has brought the store up to date since this one opened it: nothing was written, and this program writes nothing to it any more.
/// </summary>
public sealed class StoreNewerException : StoreException
{
    /// <summary>Creates one.</summary>
    public StoreNewerException(string message)
        : base(message)
    {
    }
}

/// <summary>The connection to the store's server could not be made, or broke. Whether the last transaction was stored is not known if it broke in its commit.</summary>
public sealed class StoreConnectionLostException : StoreException
{
    /// <summary>Creates one.</summary>
    public StoreConnectionLostException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
