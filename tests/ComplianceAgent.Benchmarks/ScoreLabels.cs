using System.Text;

namespace ComplianceAgent.Benchmarks;

/// <summary>What somebody who looked at a row of the list of apps says of it.</summary>
/// <param name="IsBanned">True for <c>banned</c>, false for <c>not-banned</c>.</param>
/// <param name="Vendor">Whose app it is; for a namesake, empty.</param>
/// <param name="Product">Which, in words.</param>
/// <param name="Scope"><c>core</c>, <c>brand</c> or <c>vendor</c> for a banned one; else why it is none.</param>
/// <param name="Confidence"><c>high</c>, <c>medium</c> or <c>low</c>.</param>
internal sealed record ScoreLabel(bool IsBanned, string Vendor, string Product, string Scope, string Confidence)
{
    /// <summary>Reads <c>row,platform,name,publisher,identifier,label,vendor,product,scope,confidence,note</c>; rows are counted from 1, without the header.</summary>
    public static Dictionary<long, ScoreLabel> Read(string path)
    {
        var labels = new Dictionary<long, ScoreLabel>();
        var rows = Rows(File.ReadAllText(path)).ToList();
        var columns = rows[0].Select((name, index) => (name, index)).ToDictionary(column => column.name, column => column.index, StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows.Skip(1))
        {
            string Of(string column) => row[columns[column]];
            labels[long.Parse(Of("row"), System.Globalization.CultureInfo.InvariantCulture)] =
                new ScoreLabel(Of("label") == "banned", Of("vendor"), Of("product"), Of("scope"), Of("confidence"));
        }

        return labels;
    }

    private static IEnumerable<List<string>> Rows(string text)
    {
        var (row, field, isQuoted) = (new List<string>(), new StringBuilder(), false);
        foreach (var c in text.TrimStart('\uFEFF').Append('\n'))
        {
            if (c == '"')
            {
                // A doubled quote closes and opens again; the one between is text.
                field.Append(isQuoted || field.Length == 0 ? "" : "\"");
                isQuoted = !isQuoted;
            }
            else if (isQuoted || c is not (',' or '\n' or '\r'))
            {
                field.Append(c);
            }
            else if (c != '\r')
            {
                row.Add(field.ToString());
                field.Clear();
                if (c == '\n')
                {
                    if (row.Count > 1)
                    {
                        yield return row;
                    }

                    row = [];
                }
            }
        }
    }
}
