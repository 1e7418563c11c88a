using System.Collections.Immutable;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Text.Markup;
using ComplianceAgent.Tickets.Trackers;

namespace ComplianceAgent.Tests.Tickets.Trackers;

/// <summary>What every tracker keeps to that can be searched and read back, whichever system stands behind it.</summary>
public abstract partial class TrackerContract
{
    public static readonly string[] HostileNames =
    [
        "{color:red}red{color}", "<script>alert(1)</script>", "@everyone", "[~admin]", "fixes #1", "one\r\ntwo", "👩‍👩‍👧 family 🎉", "\u202Egnp.exe\u202C", "nul\0nul", "\uD800lone",
        "*bold* _it_ +ins+ -del-", "h1. title", "{{include(Secret)}}", "[[wiki]] r12 commit:deadbeef", "&lt;b&gt; &amp;", "\"text\":https[:]//x", "a\\b\\\\c", "Bcc: victim", "|| head || a |", "!image.png!", "שלום", "'; DROP TABLE x; --",
    ];

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_ticket_bears_its_key_and_is_found_by_it()
    {
        var (world, draft) = (await WorldAsync(), Draft());

        var made = await world.Tracker.CreateAsync(draft, Cancel);
        await world.SettleAsync();

        made.Key.Should().Be(draft.Key);
        made.IsClosed.Should().BeFalse();
        (await world.Tracker.FindAsync(draft.Key, Cancel)).Should().ContainSingle().Which.Should().Match<RemoteTicket>(found => found.Id == made.Id && found.Key == draft.Key && !found.IsClosed);
        var read = await world.Tracker.ReadAsync(made.Id, Cancel);
        read.Should().Match<RemoteTicket>(found => found.Id == made.Id && found.Key == draft.Key && found.Status.Length > 0 && found.Queue.Length > 0 && found.ChangedAt != null);
        read!.Page!.AbsoluteUri.Should().StartWith(world.Settings.Single(setting => setting.Key.EndsWith(":Url", StringComparison.Ordinal)).Value).And.Contain(made.Id);
        (await world.SeeAsync(made.Id, Cancel)).Should().Match<SeenTicket>(seen => seen.Title == draft.Title && seen.Body.Contains("Remove it by Friday.") && seen.Comments.Count == 0);
    }

    [Fact]
    public async Task A_ticket_is_not_found_by_another_key_however_near()
    {
        var (world, key) = (await WorldAsync(), NewKey());
        await world.Tracker.CreateAsync(Draft() with { Key = key }, Cancel);
        await world.SettleAsync();

        foreach (var near in (string[])[key[..^1], key + "0", key.ToLowerInvariant(), "X" + key, key[1..], key.Replace("-", "", StringComparison.Ordinal), NewKey()])
        {
            (await world.Tracker.FindAsync(near, Cancel)).Should().BeEmpty("{0} is not {1}", near, key);
        }
    }

    [Fact]
    public async Task Every_ticket_with_the_key_is_found_oldest_first()
    {
        var (world, draft) = (await WorldAsync(), Draft());
        var first = await world.Tracker.CreateAsync(draft, Cancel);
        var second = await world.Tracker.CreateAsync(draft with { Title = "the same again" }, Cancel);
        await world.SettleAsync();

        (await world.Tracker.FindAsync(draft.Key, Cancel)).Select(ticket => ticket.Id).Should().Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task Title_and_body_change_and_changing_them_again_does_no_harm()
    {
        var (world, draft) = (await WorldAsync(), Draft());
        var made = await world.Tracker.CreateAsync(draft, Cancel);
        var edit = new TicketEdit { Draft = draft with { Title = "Two apps now", Body = TextDocument.OfLine("And by Monday the other."), Priority = TicketPriority.High, DueAt = draft.DueAt!.Value.AddDays(3) } };

        var changed = await world.Tracker.ApplyAsync(made.Id, edit, Cancel);
        var again = await world.Tracker.ApplyAsync(made.Id, edit, Cancel);

        changed.Should().Match<RemoteTicket>(ticket => ticket.Id == made.Id && ticket.Key == draft.Key);
        again.Should().Match<RemoteTicket>(ticket => ticket.Id == made.Id && ticket.Key == draft.Key);
        var seen = await world.SeeAsync(made.Id, Cancel);
        seen.Title.Should().Be("Two apps now");
        seen.Body.Should().Contain(world.RewritesBody ? "And by Monday the other." : "Remove it by Friday.");
        seen.Comments.Should().BeEmpty();
    }

    [Fact]
    public async Task A_comment_is_added_and_not_twice_when_it_may_be_there()
    {
        var world = await WorldAsync();
        var made = await world.Tracker.CreateAsync(Draft(), Cancel);
        var edit = new TicketEdit { Comment = TextDocument.OfLine("TikTok is gone, WeChat is new."), CommentMark = "c-" + NewKey() };

        await world.Tracker.ApplyAsync(made.Id, edit, Cancel);
        await world.Tracker.ApplyAsync(made.Id, edit with { CommentMayExist = true }, Cancel);
        (await world.SeeAsync(made.Id, Cancel)).Comments.Should().ContainSingle().Which.Should().Contain("TikTok is gone, WeChat is new.").And.Contain(edit.CommentMark);

        await world.Tracker.ApplyAsync(made.Id, edit with { CommentMark = edit.CommentMark + "0", CommentMayExist = true }, Cancel);
        (await world.SeeAsync(made.Id, Cancel)).Comments.Should().HaveCount(2, "another mark is another comment");
    }

    [Fact]
    public async Task A_ticket_is_closed_and_opened_again_with_a_comment_each()
    {
        var world = await WorldAsync();
        var made = await world.Tracker.CreateAsync(Draft(), Cancel);

        var closed = await world.Tracker.ApplyAsync(made.Id, new TicketEdit { Comment = TextDocument.OfLine("Gone, as seen on Monday."), CommentMark = "c1-" + NewKey(), Move = TicketMove.Close }, Cancel);
        closed.IsClosed.Should().BeTrue();
        (await world.Tracker.ReadAsync(made.Id, Cancel))!.IsClosed.Should().BeTrue();
        (await world.Tracker.ApplyAsync(made.Id, new TicketEdit { Move = TicketMove.Close }, Cancel)).IsClosed.Should().BeTrue("closing again does no harm");

        var opened = await world.Tracker.ApplyAsync(made.Id, new TicketEdit { Comment = TextDocument.OfLine("It is back."), CommentMark = "c2-" + NewKey(), Move = TicketMove.Reopen }, Cancel);
        opened.IsClosed.Should().BeFalse();
        opened.Status.Should().NotBe(closed.Status);
        (await world.SeeAsync(made.Id, Cancel)).Comments.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_double_is_closed_and_the_other_stays()
    {
        var (world, draft) = (await WorldAsync(), Draft());
        var stays = await world.Tracker.CreateAsync(draft, Cancel);
        var twin = await world.Tracker.CreateAsync(draft, Cancel);

        var folded = await world.Tracker.ApplyAsync(
            twin.Id, new TicketEdit { Move = TicketMove.CloseAsDouble, DoubleOf = stays.Id, Comment = TextDocument.OfLine("A double."), CommentMark = "d-" + NewKey() }, Cancel);

        folded.IsClosed.Should().BeTrue();
        (await world.Tracker.ReadAsync(stays.Id, Cancel))!.IsClosed.Should().BeFalse();
    }

    [Fact]
    public async Task What_a_person_closed_is_seen_as_closed()
    {
        var world = await WorldAsync();
        var made = await world.Tracker.CreateAsync(Draft(), Cancel);

        await world.CloseAsync(made.Id, Cancel);

        (await world.Tracker.ReadAsync(made.Id, Cancel)).Should().Match<RemoteTicket>(ticket => ticket.IsClosed && ticket.Status.Length > 0);
    }

    [Fact]
    public async Task A_deleted_ticket_is_gone_and_stays_gone()
    {
        var (world, draft) = (await WorldAsync(), Draft());
        var made = await world.Tracker.CreateAsync(draft, Cancel);

        await world.DeleteAsync(made.Id, Cancel);
        await world.SettleAsync();

        (await world.Tracker.ReadAsync(made.Id, Cancel)).Should().BeNull();
        (await world.Tracker.FindAsync(draft.Key, Cancel)).Should().BeEmpty();
        var act = () => world.Tracker.ApplyAsync(made.Id, new TicketEdit { Comment = TextDocument.OfLine("Is anybody there?"), CommentMark = "g-" + NewKey() }, Cancel);
        (await act.Should().ThrowAsync<TrackerException>()).Which.Fault.Should().Be(TrackerFault.Gone);
    }

    [Fact]
    public async Task A_ticket_that_a_person_moved_stays_where_it_is()
    {
        var (world, draft) = (await WorldAsync(), Draft());
        var made = await world.Tracker.CreateAsync(draft, Cancel);
        await world.MoveAsync(made.Id, Cancel);
        await world.SettleAsync();

        var changed = await world.Tracker.ApplyAsync(made.Id, new TicketEdit { Draft = draft with { Title = "Moved, and renamed by us" } }, Cancel);

        changed.Queue.Should().Be(world.OtherQueue);
        (await world.Tracker.FindAsync(draft.Key, Cancel)).Should().ContainSingle().Which.Queue.Should().Be(world.OtherQueue);
        (await world.SeeAsync(changed.Id, Cancel)).Title.Should().Be("Moved, and renamed by us");
    }

    [Fact]
    public async Task A_draft_may_name_another_queue()
    {
        var world = await WorldAsync();

        var made = await world.Tracker.CreateAsync(Draft() with { Queue = world.OtherQueue }, Cancel);

        (await world.Tracker.ReadAsync(made.Id, Cancel))!.Queue.Should().Be(world.OtherQueue);
    }

    [Fact]
    public async Task Hostile_names_stay_text_in_body_and_comment()
    {
        var (world, draft) = (await WorldAsync(), Draft());
        var text = new TextDocument([
            .. HostileNames.Select(name => new ParagraphBlock([new TextSpan("Device "), new TextSpan(name, Bold: true), new TextSpan(" has it.")])),
            .. HostileNames.Select(name => new ParagraphBlock([new TextSpan(name), new TextSpan(" stands first.")])),
            new ListBlock([.. HostileNames.Select(name => ImmutableArray.Create(new TextSpan(name)))]),
        ]);

        var made = await world.Tracker.CreateAsync(draft with { Body = text }, Cancel);
        await world.Tracker.ApplyAsync(made.Id, new TicketEdit { Comment = text, CommentMark = "h-" + NewKey() }, Cancel);

        var seen = await world.SeeAsync(made.Id, Cancel);
        seen.Comments.Should().ContainSingle();
        foreach (var name in HostileNames)
        {
            var clean = TrackerWorld.Seen(SpanText.Of(name));
            TrackerWorld.Seen(seen.Body).Should().Contain("Device" + clean + "hasit.").And.Contain(clean + "standsfirst.");
            TrackerWorld.Seen(seen.Comments[0]).Should().Contain("Device" + clean + "hasit.").And.Contain(clean + "standsfirst.");
        }
    }

    [Fact]
    public async Task A_hostile_name_stays_text_in_the_title()
    {
        var (world, draft) = (await WorldAsync(), Draft());
        var made = await world.Tracker.CreateAsync(draft with { Title = HostileNames[0] }, Cancel);
        (await world.TitleAsync(made.Id, Cancel)).Should().Be(world.TitleOf(HostileNames[0]));

        foreach (var name in HostileNames.Skip(1))
        {
            await world.Tracker.ApplyAsync(made.Id, new TicketEdit { Draft = draft with { Title = name } }, Cancel);
            (await world.TitleAsync(made.Id, Cancel)).Should().Be(world.TitleOf(name));
        }
    }

    [Fact]
    public async Task A_long_name_is_cut_in_the_title_and_whole_in_the_body()
    {
        var (world, name) = (await WorldAsync(), string.Concat(Enumerable.Repeat("TikTok 🎵 ", 40)));

        var made = await world.Tracker.CreateAsync(Draft() with { Title = name, Body = TextDocument.OfLine(name) }, Cancel);

        var seen = await world.SeeAsync(made.Id, Cancel);
        seen.Title.Should().Be(world.TitleOf(name)).And.StartWith("TikTok 🎵 TikTok").And.EndWith("…");
        TrackerWorld.Seen(seen.Body).Should().Contain(TrackerWorld.Seen(name));
    }

    [Fact]
    public async Task A_bad_credential_is_told_as_that_whatever_is_asked()
    {
        var world = await WorldAsync();
        var tracker = world.With(world.BadCredential);
        Func<Task>[] asks =
        [
            () => tracker.FindAsync(NewKey(), Cancel),
            () => tracker.ReadAsync("1", Cancel),
            () => tracker.CreateAsync(Draft(), Cancel),
            async () => await tracker.ChangedSinceAsync(DateTimeOffset.UnixEpoch, Cancel).ToListAsync(Cancel),
        ];

        foreach (var ask in asks)
        {
            var failed = (await ask.Should().ThrowAsync<TrackerException>()).Which;
            failed.Fault.Should().Be(TrackerFault.Unauthorized);
            failed.Message.Should().NotContain(world.BadCredential.Value);
        }

        (await tracker.CheckAsync(Cancel)).Should().ContainSingle().Which.ToString().Should().Contain("credential");
    }

    [Fact]
    public async Task An_unknown_queue_is_refused_by_name()
    {
        var world = await WorldAsync();

        var act = () => world.Tracker.CreateAsync(Draft() with { Queue = "no-such-queue" }, Cancel);

        (await act.Should().ThrowAsync<TrackerException>()).Which.Should().Match<TrackerException>(failed => failed.Fault == TrackerFault.Refused && failed.Message.Contains("no-such-queue"));
    }

    [Fact]
    public async Task The_check_is_content_with_good_settings_and_names_each_bad_one()
    {
        var world = await WorldAsync();

        (await world.Tracker.CheckAsync(Cancel)).Should().BeEmpty();
        foreach (var (setting, value, says) in world.BadSettings)
        {
            (await world.With((setting, value)).CheckAsync(Cancel)).Should().ContainSingle("of {0}={1}", setting, value).Which.ToString().Should().Contain(says);
        }
    }

    [Fact]
    public async Task The_check_tells_a_tracker_that_is_not_there()
    {
        var world = await WorldAsync();
        var url = world.Settings.Single(setting => setting.Key.EndsWith(":Url", StringComparison.Ordinal)).Key;

        (await world.With((url, "http://127.0.0.1:1")).CheckAsync(Cancel)).Should().ContainSingle().Which.ToString().Should().Contain("http://127.0.0.1:1").And.Contain("TCP");
    }

    [Fact]
    public async Task What_changed_since_a_moment_is_listed_page_by_page()
    {
        var world = await WorldAsync();
        var since = world.Clock.GetUtcNow();
        var made = new List<RemoteTicket>();
        for (var i = 0; i < 7; i++)
        {
            made.Add(await world.Tracker.CreateAsync(Draft(), Cancel));
        }

        await world.CloseAsync(made[0].Id, Cancel);
        await world.SettleAsync();
        var listed = await world.WithSmallPages().ChangedSinceAsync(since, Cancel).ToListAsync(Cancel);

        listed.Where(ticket => made.Any(other => other.Id == ticket.Id)).Select(ticket => (ticket.Id, ticket.Key)).Should().BeEquivalentTo(made.Select(ticket => (ticket.Id, ticket.Key)));
        listed.Single(ticket => ticket.Id == made[0].Id).IsClosed.Should().BeTrue();
        listed.Should().OnlyContain(ticket => TrackerText.IsKey(ticket.Key));
        (await world.Tracker.ChangedSinceAsync(world.Clock.GetUtcNow().AddDays(1), Cancel).ToListAsync(Cancel)).Should().BeEmpty();
    }

    /// <summary>The world; skips the test when it is not to be had.</summary>
    protected abstract Task<TrackerWorld> WorldAsync();

    protected static string NewKey() => "CA-" + Guid.NewGuid().ToString("N")[..16].ToUpperInvariant() + "-K";

    protected static TicketDraft Draft() => new()
    {
        Key = NewKey(),
        Title = "TikTok on Anna's phone",
        Body = new TextDocument([new HeadingBlock(1, [new TextSpan("TikTok")]), new ParagraphBlock([new TextSpan("Remove it by Friday.")])]),
        DueAt = new DateTimeOffset(2026, 12, 24, 22, 59, 59, TimeSpan.Zero),
    };
}
