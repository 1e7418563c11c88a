using System.Globalization;
using System.Text;
using ComplianceAgent.Inventory;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Trackers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ComplianceAgent.Tests.Tickets.Trackers;

/// <summary>A ticket as a person sees it: markup rendered, entities decoded.</summary>
/// <param name="Title">Subject.</param>
/// <param name="Body">Body.</param>
/// <param name="Comments">Comments, oldest first.</param>
public sealed record SeenTicket(string Title, string Body, IReadOnlyList<string> Comments);

/// <summary>
/// A tracker and the people who work in it, for <see cref="TrackerContract"/>: how the agent is set up, and what persons do behind its back.
/// A system of its own, or a server in the test that behaves like one.
/// </summary>
public abstract class TrackerWorld
{
    private ITracker? tracker;

    /// <summary>Which tracker.</summary>
    public abstract TrackerKind Kind { get; }

    /// <summary>Settings with which all is well, keys whole (<c>Tickets:Redmine:Url</c>).</summary>
    public abstract IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Clock of the tracker under test.</summary>
    public virtual TimeProvider Clock => TimeProvider.System;

    /// <summary>The tracker with good settings.</summary>
    public ITracker Tracker => tracker ??= With();

    /// <summary>Another queue or project that the agent may use.</summary>
    public abstract string OtherQueue { get; }

    /// <summary>The setting that holds the credential, and a wrong one.</summary>
    public abstract (string Setting, string Value) BadCredential { get; }

    /// <summary>Settings that <see cref="ITracker.CheckAsync"/> has to find fault with, and words that its sentence has to hold.</summary>
    public abstract IReadOnlyList<(string Setting, string Value, string Says)> BadSettings { get; }

    /// <summary>False where a ticket's body stays as it was first written.</summary>
    public virtual bool RewritesBody => true;

    /// <summary>The tracker with other settings.</summary>
    public ITracker With(params (string Setting, string Value)[] settings) => With(_ => { }, settings);

    /// <summary>The tracker with other settings and services.</summary>
    public ITracker With(Action<IServiceCollection> configure, params (string Setting, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(Settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))) { ["Tickets:Tracker"] = Kind.ToString() };
        foreach (var (setting, value) in settings)
        {
            all[setting] = value;
        }

        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(all).Build())
            .AddSingleton(Clock)
            .AddTrackers();
        configure(services);
        return services.BuildServiceProvider().GetRequiredKeyedService<ITracker>(Kind);
    }

    /// <summary>The tracker with pages of three tickets, so that a list needs several.</summary>
    public abstract ITracker WithSmallPages();

    /// <summary>What a title becomes: cleaned, on one line, cut to what the tracker takes.</summary>
    public abstract string TitleOf(string sent);

    /// <summary>Waits, or lets the clock run, until a search shows what was made.</summary>
    public virtual Task SettleAsync() => Task.CompletedTask;

    /// <summary>Looks at a ticket.</summary>
    public abstract Task<SeenTicket> SeeAsync(string id, CancellationToken cancellationToken);

    /// <summary>Looks at its title alone, where that is cheaper.</summary>
    public virtual async Task<string> TitleAsync(string id, CancellationToken cancellationToken) => (await SeeAsync(id, cancellationToken)).Title;

    /// <summary>A person closes it as done.</summary>
    public abstract Task CloseAsync(string id, CancellationToken cancellationToken);

    /// <summary>A person deletes it.</summary>
    public abstract Task DeleteAsync(string id, CancellationToken cancellationToken);

    /// <summary>A person moves it to <see cref="OtherQueue"/>.</summary>
    public abstract Task MoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>Text without blanks and characters that cannot be seen: markup may add or take those.</summary>
    public static string Seen(string text) => string.Concat((text ?? "").Normalize(NormalizationForm.FormC).EnumerateRunes()
        .Where(rune => !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control)));
}
