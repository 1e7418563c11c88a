using System.Text.Json;
using System.Text.Json.Nodes;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Privacy;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Commands;

/// <summary>Prints what is kept of a person as one JSON object. Others who decided are not named: their names are theirs.</summary>
internal static class PrivacyJson
{
    private const string Other = "(another person)";

    /// <summary>Serialises it.</summary>
    public static string Of(string tenant, PersonFile file, IReadOnlyList<string> register, IReadOnlyList<string> reports, IReadOnlyList<string> logs) => JsonSerializer.Serialize(
        new
        {
            schema = 1,
            tenant,
            simulated = file.Simulated,
            at = file.At,
            person = new { asked = file.Person.Given, userIds = file.Person.UserIds.Order(StringComparer.Ordinal), knownAs = file.Person.KnownAs.Order(StringComparer.Ordinal) },
            violations = file.Person.Records.Select(Of),
            exceptions = file.Exceptions.GroupBy(decision => decision.Number).Select(group => Of([.. group], file.Person)),
            exceptionsOfRegisters = file.Registered.Select(waiver => Of(waiver, file.Person)).DistinctBy(waiver => JsonSerializer.Serialize(waiver, ScanJson.Options)),
            decisions = new
            {
                reviews = file.Reviews.Select(decision => new { decision.CaseId, decision.Kind, policy = decision.PolicyId, subject = decision.SubjectName, app = decision.App.Name, decision.At, words = decision.Reason, by = decision.Author.Name }),
                acceptedRules = file.Acceptances.Select(acceptance => new { policy = acceptance.PolicyId, rule = acceptance.RuleId, acceptance.At, by = acceptance.Author.Name }),
                releases = file.Releases.Select(release => new { policy = release.PolicyId, violations = release.Violations.Length, release.At, words = release.Reason, by = release.Author.Name }),
                excuses = file.Excuses.Select(step => new { act = step.Number, step.Step, step.Matter.Kind, policy = step.Matter.PolicyId, what = step.Matter.What, step.At, words = step.Reason, by = step.Author.Name }),
            },
            legalHolds = file.Holds.Select(hold => Of(hold, file.Person)),
            events = file.Events.Select(told => Of(told, file.Person)),
            elsewhere = new
            {
                exceptionsRegister = register,
                reportFiles = reports,
                logFiles = logs,
                accountsOfThatName = file.AccountsOfThatName,
                notSearched = new[] { "tickets", "mails", "backups and copies of the store", "reports and exports kept elsewhere", "Intune and Entra" },
            },
        },
        ScanJson.Options);

    private static object Of(Violation violation) => new
    {
        violation.Id,
        violation.State,
        violation.StateSince,
        stateReason = violation.StateReason,
        violation.Severity,
        violation.Confidence,
        policy = violation.PolicyId,
        rule = violation.RuleId,
        subject = violation.SubjectName,
        app = violation.App,
        evidence = violation.Evidence,
        violation.Device,
        violation.FirstSeenAt,
        violation.InventoryAt,
        violation.NotConfirmedSince,
        violation.ReturnCount,
        violation.ExceptedUntil,
    };

    private static object Of(WaiverDecision[] decisions, Person person)
    {
        var ask = decisions[0].Ask;
        var isTheirs = ask is not null && person.IsTargetOf(ask.Target);
        return new
        {
            id = Waiver.OfStore(decisions[0].Number),
            policy = ask?.PolicyId,
            subject = ask is { Subject.Length: > 0 } ? ask.Subject : null,
            targetKind = ask?.Target.Kind,
            target = ask is null ? null : isTheirs || ask.Target.IsBlanket ? ask.Target.Value : Other,
            ask?.ReasonCode,
            why = isTheirs || person.Is(decisions[0].Author) ? ask?.Why : null,
            mitigations = isTheirs || person.Is(decisions[0].Author) ? ask?.Mitigations : null,
            ask?.From,
            ask?.Until,
            decisions = decisions.Where(decision => isTheirs || person.Is(decision.Author)).Select(decision => new { decision.Kind, decision.At, by = By(decision.Author, person), role = decision.Role.Length > 0 ? decision.Role : null, words = decision.Reason }),
        };
    }

    private static object Of(Waiver waiver, Person person)
    {
        var ask = waiver.Ask;
        return new
        {
            id = waiver.Reference,
            policy = ask.PolicyId,
            targetKind = ask.Target.Kind,
            target = ask.Target.IsBlanket || person.IsTargetOf(ask.Target) ? ask.Target.Value : Other,
            ask.ReasonCode,
            ask.Why,
            ask.Mitigations,
            ask.From,
            ask.Until,
            requester = By(waiver.Requester, person),
            approver = waiver.Approver is { } approver ? By(approver, person) : null,
        };
    }

    private static object Of(LegalHold hold, Person person)
    {
        var isTheirs = person.IsTargetOf(hold);
        return new
        {
            number = hold.Number,
            on = hold.Kind,
            target = isTheirs ? hold.Target : Other,
            placedAt = hold.Placed.At,
            placedBy = By(hold.Placed.Author, person),
            words = isTheirs || person.Is(hold.Placed.Author) ? hold.Placed.Reason : null,
            endedAt = hold.Ended?.At,
            endedBy = hold.Ended is { } ended ? By(ended.Author, person) : null,
        };
    }

    private static object Of(PersonEvent told, Person person)
    {
        var entry = told.Entry;
        var by = entry is { Author: { } name, AuthorSource: { } source } ? By(new Author(name, source), person) : null;
        // What somebody said of another's case is not theirs to read, unless it names them.
        var isTheirs = person.Has(entry.ViolationId) || (by is not null && by != Other) || (entry.Words is { } words && person.IsNamedIn(words));
        return new
        {
            number = entry.Anchor.Number,
            entry.At,
            entry.Kind,
            violation = entry.ViolationId == Guid.Empty ? (Guid?)null : entry.ViolationId,
            reason = Sentences.Say(entry.Reason),
            by,
            words = isTheirs ? entry.Words : null,
            erased = entry.IsErased ? true : (bool?)null,
            asItWas = told.Parts.Count == 0 ? null : told.Parts.Select(part => JsonNode.Parse(part)),
        };
    }

    private static string By(Author author, Person person) => person.Is(author) ? author.Name : Other;
}
