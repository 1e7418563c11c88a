using System.Globalization;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning.Sending;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Sending;
using ComplianceAgent.Tickets.Text.Markup;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary>Prints what would be sent, as it would read.</summary>
internal static class TicketsPreview
{
    /// <summary>Prints the first of them whole, and how many there are.</summary>
    public static async Task<int> RunAsync(VerbContext context, SharedOptions shared, string channel, int most, CancellationToken cancellationToken)
    {
        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        if (context.Service<OutboxDecider>().IsIdle)
        {
            throw new CommandException(ExitCodes.BadUsage, "Tickets and messages go nowhere: set Tickets:Tracker, Messages:Smtp:Host or Messages:Teams:Url (see the README). A preview needs no server that answers.");
        }

        var knowledge = await store.LoadAsync(tenant.Tenant, cancellationToken);
        var state = await store.OutboxAsync(tenant.Tenant, cancellationToken);
        var options = context.Service<TenantDirectory>().Find(tenant.Tenant) ?? new TenantOptions { Name = tenant.Tenant };
        var policies = context.Get(shared.Policy)!.Length > 0 ? PolicyChoice.Load(context, shared) : context.Service<TenantPolicies>().For(options);
        var send = (await context.Service<TenantSending>().ContextAsync(options, policies, TenantChoice.RegistersOf(context, tenant.Tenant), cancellationToken)) with { Simulated = tenant.Simulated };
        var facts = OutboxFacts.Of(knowledge, policies.Policies, context.Environment.Clock.GetUtcNow());
        var texts = context.Service<OutboxPreview>().Of(channel, facts, state, send);
        context.Out.Line(string.Create(CultureInfo.InvariantCulture, $"{texts.Count:N0} would be sent by {channel} for tenant {tenant.Tenant}{(tenant.Simulated ? " (SIMULATED)" : "")}. Nothing is sent or stored by looking."));
        foreach (var notice in texts.Take(Math.Clamp(most, 1, 1000)))
        {
            var text = notice.Write();
            context.Out.Line();
            context.Out.Heading($"{notice.Key}  {text.Title}");
            foreach (var line in PlainMarkup.Write(text.Body).Split('\n'))
            {
                context.Out.Line("  " + line);
            }
        }

        return ExitCodes.Done;
    }
}
