using ComplianceAgent.Reasons;
using ComplianceAgent.Reports.Pseudonymous;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Scanning;

/// <summary>A key for codes in place of names that cannot be had.</summary>
public sealed class ReportKeyException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Reads the key of the codes that stand in place of names; it is kept nowhere.</summary>
internal sealed class ReportKey(IOptions<ReportOptions> options, SecretReader secrets)
{
    private const string Setting = "Reports:PseudonymKey";

    /// <summary>The codes of the key in the settings.</summary>
    /// <exception cref="ReportKeyException">There is none, it cannot be read, or it is too short.</exception>
    public async Task<Pseudonyms> ReadAsync(CancellationToken cancellationToken)
    {
        var reference = new SecretReference(Setting, options.Value.PseudonymKey);
        if (reference.IsEmpty)
        {
            throw new ReportKeyException(Sentences.Say(Reason.Of("report-key-missing", ("setting", Setting))));
        }

        try
        {
            var key = await secrets.ReadAsync(reference, cancellationToken);
            return key.Length >= Pseudonyms.ShortestKey
                ? new Pseudonyms(key)
                : throw new ReportKeyException(Sentences.Say(Reason.Of("report-key-short", ("setting", Setting), ("least", Pseudonyms.ShortestKey.ToString(System.Globalization.CultureInfo.InvariantCulture)))));
        }
        catch (SecretException unread)
        {
            throw new ReportKeyException(unread.Message, unread);
        }
    }
}
