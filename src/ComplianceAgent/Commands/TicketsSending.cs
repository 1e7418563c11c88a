using System.Globalization;
using ComplianceAgent.Scanning.Sending;
using ComplianceAgent.Tickets.Sending;

namespace ComplianceAgent.Commands;

/// <summary>Sends what is due within a command that ends by itself, and tells how it went.</summary>
internal static class TicketsSending
{
    // A command in a scheduler's hands should not run into its next start; what is left is due at the next one.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Sends; 1 when something could not be sent.</summary>
    public static async Task<int> SendAsync(VerbContext context, SendContext send, Terminal to, CancellationToken cancellationToken)
    {
        var sending = context.Service<TenantSending>();
        if (sending.IsIdle)
        {
            return ExitCodes.Done;
        }

        var report = await context.Error.WithProgressAsync(
            $"Sending for {send.Tenant}",
            progress => sending.SendAllAsync(
                send, context.Environment.Clock.GetUtcNow() + Longest, new Told(progress), cancellationToken));
        to.Line(Words(report));
        return report is { Dead: 0, PausedUntil: null, IsElsewhere: false, IsDone: true } ? ExitCodes.Done : ExitCodes.NotInOrder;
    }

    private static string Words(SendReport report) => report switch
    {
        { IsElsewhere: true } => "Another agent sends at the moment; this one leaves it to it.",
        { PausedUntil: { } until } => string.Create(CultureInfo.InvariantCulture, $"{report.Sent:N0} sent; sending rests until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {report.Why}"),
        { IsDone: false } => string.Create(CultureInfo.InvariantCulture, $"{report.Sent:N0} sent, {report.Dead:N0} set aside; more is due and goes out at the next scan, 'tickets sync' or by 'run'."),
        _ => string.Create(CultureInfo.InvariantCulture, $"{report.Sent:N0} sent, {report.Retried:N0} to be tried again, {report.Dead:N0} set aside."),
    };

    private sealed class Told(IProgress<Inventory.InventoryProgress> progress) : IProgress<SendReport>
    {
        public void Report(SendReport value) => progress.Report(new Inventory.InventoryProgress("sent", value.Sent));
    }
}
