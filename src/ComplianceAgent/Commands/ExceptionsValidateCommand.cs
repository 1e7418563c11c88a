using System.CommandLine;
using System.Globalization;
using ComplianceAgent.Policies;
using ComplianceAgent.Policies.Yaml;
using ComplianceAgent.Violations.Exceptions;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary><c>exceptions validate</c>: checks a register before it goes live, against the policies it makes exceptions from.</summary>
internal static class ExceptionsValidateCommand
{
    private static readonly Argument<string?> Register = new("FILE") { Description = "Register to check; without one, those of the settings: Exceptions:Register, and each tenant's own.", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new Command(
        "validate",
        """
        Check a register of exceptions: every fault at once, with its file, line and column, and every exception that its policy does not allow.
        Ends with 2 when there is one. Policies are taken by id from the packs and from Policies:Path; --policy adds a file.

        Examples:
          compliance-agent exceptions validate exceptions.yaml
          compliance-agent exceptions validate exceptions.yaml --policy our-ban.yaml
        """) { Register, shared.Policy }
        .Does(shared, environment, (context, _) => Task.FromResult(Run(context, shared)));

    private static int Run(VerbContext context, SharedOptions shared)
    {
        var options = context.Service<IOptions<ExceptionOptions>>().Value;
        string[] files = context.Get(Register) is { } named
            ? [context.Environment.Resolve(named)]
            : [.. TenantChoice.Configured(context).Select(tenant => tenant.Exceptions).Prepend(options.Register).Where(file => file.Length > 0).Distinct(StringComparer.Ordinal)];
        if (files.Length == 0)
        {
            throw new CommandException(ExitCodes.BadUsage, "Name a register to check, or set Exceptions:Register, or Exceptions of a tenant.");
        }

        var errors = files.Sum(file => Check(context, shared, file, new RegisterKind(OfTenant: false, options.ReadGroups)));
        return errors == 0 ? ExitCodes.Done : ExitCodes.BadUsage;
    }

    private static int Check(VerbContext context, SharedOptions shared, string file, RegisterKind kind)
    {
        var read = RegisterReader.ReadFile(file, kind);
        if (read.Register is { } register)
        {
            CheckTerms(register, Policies(context, shared), read.Faults);
        }

        foreach (var fault in read.Faults.Items)
        {
            context.Out.Line($"{fault}{(fault.IsWarning ? " (warning)" : "")}");
        }

        var errors = read.Faults.Items.Count(fault => !fault.IsWarning);
        context.Error.Line(errors == 0
            ? string.Create(CultureInfo.InvariantCulture, $"Good: {read.Register!.Entries.Length} exceptions, SHA-256 {read.Hash} ({file}).")
            : string.Create(CultureInfo.InvariantCulture, $"{errors} fault{(errors == 1 ? "" : "s")} in {file}."));
        return errors;
    }

    private static void CheckTerms(WaiverRegister register, IReadOnlyDictionary<string, Policy> policies, FaultList faults)
    {
        foreach (var entry in register.Entries)
        {
            var mark = new Mark(register.File, entry.Line, entry.Column);
            if (!policies.TryGetValue(entry.Waiver.Ask.PolicyId, out var policy))
            {
                faults.AddUnknown(mark, "policy", entry.Waiver.Ask.PolicyId, policies.Keys);
                continue;
            }

            foreach (var fault in WaiverTerms.FaultsOf(entry.Waiver.Ask, policy))
            {
                faults.Add(mark, fault.Code, [.. fault.Parameters.Select(pair => (pair.Key, pair.Value))]);
            }
        }
    }

    private static Dictionary<string, Policy> Policies(VerbContext context, SharedOptions shared)
    {
        var options = context.Service<IOptions<PoliciesOptions>>().Value;
        string[] files = [.. options.Use, .. context.Get(shared.Policy)!.Select(name => PolicyChoice.ResolveFile(context, name))];
        return PolicyLibrary.Load(options.Path, files).List().Select(listing => listing.Policy).OfType<Policy>().ToDictionary(policy => policy.Id, StringComparer.Ordinal);
    }
}
