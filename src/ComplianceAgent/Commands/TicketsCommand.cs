using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning.Sending;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Sending;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Outbox;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary><c>tickets</c>: what is open, what waits, what people did; read back, try again, look before anything is sent.</summary>
internal static class TicketsCommand
{
    private static readonly Option<bool> All = new("--all") { Description = "List closed ones and sent messages too." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON on standard output." };
    private static readonly Option<string> Channel = Choice(new("--channel") { Description = $"Channel: {string.Join(", ", ChannelNames.All)}.", HelpName = "CHANNEL", DefaultValueFactory = _ => ChannelNames.Tickets });
    private static readonly Argument<string> Key = new("KEY") { Description = "Our key of the ticket (CA-…), its id in the tracker, or the id of a message." };
    private static readonly Argument<string[]> Keys = new Argument<string[]>("KEY") { Description = "Keys of tickets or ids of messages; none for everything that was set aside.", Arity = ArgumentArity.ZeroOrMore }.WithoutOptions();
    private static readonly Option<bool> AcceptMany = new("--accept-many") { Description = "Heed what people closed otherwise than as done, although it is more than Tickets:MaxProposals at once." };
    private static readonly Option<int> Most = new("--most") { Description = "Print so many whole, 1 to 1000.", HelpName = "N", DefaultValueFactory = _ => 3 };

    /// <summary>Builds the command with its verbs.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new("tickets", "Tickets and messages: list, show, read back, try again, and preview before anything is sent.")
    {
        new Command(
            "list",
            """
            List tickets with what is wanted of them, how sending goes and what people did there; and how each target does. Ends with 1 when something
            was set aside or a target rests.

            Examples:
              compliance-agent tickets list
              compliance-agent tickets list --channel mail --all --json
            """) { All, Channel, Json, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => ListAsync(context, shared, cancellationToken)),
        new Command(
            "show",
            """
            Show one ticket or message: what it is about, what the tracker was told, and everything that happened to it.

            Examples:
              compliance-agent tickets show CA-7K2M9QXW4T1B8ZRD
              compliance-agent tickets show MDM-12
            """) { Key, Json, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => ShowAsync(context, shared, cancellationToken)),
        new Command(
            "retry",
            """
            Try again what was set aside, and wake targets that rest: after a credential, a right or a field was mended. Sends at once.

            Examples:
              compliance-agent tickets retry
              compliance-agent tickets retry CA-7K2M9QXW4T1B8ZRD
            """) { Keys, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => RetryAsync(context, shared, cancellationToken)),
        new Command(
            "sync",
            """
            Read the state of tickets back now, heed what people did, then send what is due. 'run' does so by itself every Tickets:SyncEvery.

            Examples:
              compliance-agent tickets sync
              compliance-agent tickets sync --accept-many
            """) { AcceptMany, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => SyncAsync(context, shared, cancellationToken)),
        new Command(
            "preview",
            """
            Print what would be sent, as it would read: what is due, and what the release gate holds. Nothing is sent or stored.

            Examples:
              compliance-agent tickets preview
              compliance-agent tickets preview --channel mail --most 10
            """) { Channel, Most, shared.Policy, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => TicketsPreview.RunAsync(context, shared, context.Get(Channel)!, context.Get(Most), cancellationToken)),
    };

    private static async Task<int> ListAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        var outbox = await store.OutboxAsync(tenant.Tenant, cancellationToken);
        var channels = await store.ChannelsAsync(tenant.Tenant, cancellationToken);
        Ticket[] tickets = context.Get(Channel) == ChannelNames.Tickets ? [.. outbox.Tickets.Where(ticket => context.Get(All) || IsOfInterest(ticket)).OrderBy(ticket => ticket.CreatedAt).ThenBy(ticket => ticket.Key, StringComparer.Ordinal)] : [];
        OutboxMessage[] messages = [.. outbox.Messages.Where(message => message.Channel == context.Get(Channel) && (context.Get(All) || message.Delivery.State is not (DeliveryState.Done or DeliveryState.Dropped)))];
        if (context.Get(Json))
        {
            context.Out.Writer.WriteLine(TicketsJson.Of(tenant, tickets, messages, channels, outbox.Holds));
        }
        else
        {
            TicketsText.List(context.Out, tenant.Tenant, context.Get(Channel)!, tickets, messages, channels, outbox.Holds, context.Environment.Clock.GetUtcNow());
        }

        var isWrong = tickets.Any(ticket => ticket.Delivery.State == DeliveryState.Dead) || messages.Any(message => message.Delivery.State == DeliveryState.Dead)
            || channels.Any(channel => channel.PausedUntil > context.Environment.Clock.GetUtcNow());
        return isWrong ? ExitCodes.NotInOrder : ExitCodes.Done;
    }

    /// <summary>Open, or on its way.</summary>
    private static bool IsOfInterest(Ticket ticket) => ticket.Wanted.State != TicketState.Closed || ticket.Delivery.State is not (DeliveryState.Done or DeliveryState.Dropped);

    private static async Task<int> ShowAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        var outbox = await store.OutboxAsync(tenant.Tenant, cancellationToken);
        var key = context.Get(Key)!;
        var ticket = outbox.Tickets.FirstOrDefault(known => Is(known.Key, key)) ?? outbox.Tickets.LastOrDefault(known => Is(known.RemoteId, key));
        var message = ticket is null ? outbox.Messages.FirstOrDefault(known => Is(known.Id, key)) : null;
        if (ticket is null && message is null)
        {
            throw new CommandException(ExitCodes.BadUsage, $"{key}: there is no such ticket or message. 'compliance-agent tickets list --all' prints the keys.");
        }

        var ids = ticket is null ? message!.Violations : [.. ticket.Members.Select(member => member.Violation)];
        var violations = await store.ViolationsAsync(tenant.Tenant, ids, cancellationToken);
        var timeline = await store.TimelineAsync(tenant.Tenant, ticket?.Key ?? message!.Id, cancellationToken);
        if (context.Get(Json))
        {
            context.Out.Writer.WriteLine(TicketsJson.Of(tenant, ticket, message, violations, timeline));
        }
        else
        {
            TicketsText.Show(context.Out, ticket, message, violations, timeline);
        }

        return ExitCodes.Done;
    }

    private static bool Is(string one, string other) => one.Length > 0 && string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static async Task<int> RetryAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken, toDecide: true);
        var outbox = await store.OutboxAsync(tenant.Tenant, cancellationToken);
        var named = context.Get(Keys)!.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (outbox.UnknownOf(named) is { } unknown)
        {
            throw new CommandException(ExitCodes.BadUsage, $"{unknown}: there is no such ticket or message. 'compliance-agent tickets list' prints the keys.");
        }

        var count = await store.RetryAsync(tenant.Tenant, [.. named], cancellationToken);
        context.Out.Line(string.Create(CultureInfo.InvariantCulture, $"{count:N0} set aside before are due again; targets that rested are awake."));
        return await SendAsync(context, tenant, sync: null, cancellationToken);
    }

    private static async Task<int> SyncAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var (_, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken, toDecide: true);
        if (context.Service<OutboxDecider>().IsIdle)
        {
            throw new CommandException(ExitCodes.BadUsage, "Tickets and messages go nowhere: set Tickets:Tracker, Messages:Smtp:Host or Messages:Teams:Url (see the README).");
        }

        return await SendAsync(context, tenant, sync: context.Get(AcceptMany), cancellationToken);
    }

    /// <summary>Reads back when asked to, then sends what is due, and tells both.</summary>
    /// <param name="context">The verb.</param>
    /// <param name="tenant">The tenant in the store.</param>
    /// <param name="sync">Null reads nothing back; true heeds very many closings at once.</param>
    /// <param name="cancellationToken">Cancels.</param>
    private static async Task<int> SendAsync(VerbContext context, StoredTenant tenant, bool? sync, CancellationToken cancellationToken)
    {
        var sending = context.Service<TenantSending>();
        var options = context.Service<TenantDirectory>().Find(tenant.Tenant) ?? new TenantOptions { Name = tenant.Tenant };
        var send = (await sending.ContextAsync(options, cancellationToken)) with { Simulated = tenant.Simulated };
        var code = ExitCodes.Done;
        if (sync is { } acceptMany)
        {
            var read = await sending.SyncAsync(send, acceptMany, cancellationToken);
            TicketsText.Tell(context.Out, read);
            code = read.Held > 0 ? ExitCodes.Held : read.Failure is not null || read.IsElsewhere ? ExitCodes.NotInOrder : code;
        }

        return Math.Max(code, await TicketsSending.SendAsync(context, send, context.Out, cancellationToken));
    }

    private static Option<string> Choice(Option<string> option)
    {
        option.AcceptOnlyFromAmong([.. ChannelNames.All]);
        return option;
    }
}
