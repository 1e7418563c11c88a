using System.Globalization;
using ComplianceAgent.Hosting;
using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands.Doctor;

/// <summary>One thing to look at.</summary>
/// <param name="Name">Which; one of a fixed set of names.</param>
/// <param name="Subject">Of what; empty for the agent as a whole.</param>
/// <param name="Bound">How long it may take.</param>
/// <param name="LookAsync">Looks.</param>
internal sealed record Check(string Name, string Subject, TimeSpan Bound, Func<CancellationToken, Task<IReadOnlyList<Finding>>> LookAsync);

/// <summary>Runs checks side by side, each within its time, and tells of each when it is through. What was found comes in the order of the checks.</summary>
internal static class CheckRun
{
    /// <summary>A provider's hundred tenants are asked a few at a time.</summary>
    private const int AtOnce = 12;

    /// <summary>Runs them all.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(IReadOnlyList<Check> checks, Action<string> told, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var places = new SemaphoreSlim(AtOnce);
        var found = await Task.WhenAll(checks.Select(check => Task.Run(() => RunAsync(check, places, told, clock, cancellationToken), cancellationToken)));
        return [.. found.SelectMany(findings => findings)];
    }

    private static async Task<IReadOnlyList<Finding>> RunAsync(Check check, SemaphoreSlim places, Action<string> told, TimeProvider clock, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            var begun = clock.GetTimestamp();
            var findings = await BoundedAsync(check, cancellationToken);
            told(string.Create(
                CultureInfo.InvariantCulture,
                $"Looked at {check.Name}{(check.Subject.Length > 0 ? " of " + check.Subject : "")} ({clock.GetElapsedTime(begun).TotalSeconds:0.0} s)"));
            return findings;
        }
        finally
        {
            places.Release();
        }
    }

    private static async Task<IReadOnlyList<Finding>> BoundedAsync(Check check, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(check.Bound);
        try
        {
            // What does not heed the token is left behind: the program ends soon after.
            return await check.LookAsync(bound.Token).WaitAsync(bound.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [Finding.Fault(check.Name, check.Subject, $"no answer within {check.Bound.TotalSeconds:0} seconds", "Look at what stands between this machine and it, and run doctor again.")];
        }
        catch (Exception failure) when (failure is StoreException or InventoryException or PolicyException or SettingsException or IOException or UnauthorizedAccessException)
        {
            return [Finding.Fault(check.Name, check.Subject, failure.Message)];
        }
    }
}
