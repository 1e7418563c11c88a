using System.IO.Compression;
using System.Xml;

namespace ComplianceAgent.Reports.Xlsx;

/// <summary>Reads the texts of a workbook of ours back, to look for somebody in it.</summary>
internal static class XlsxReader
{
    /// <summary>False for a file of another kind that has our name.</summary>
    public static bool IsWorkbook(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return zip.GetEntry("xl/workbook.xml") is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Every text of every part, one after the other.</summary>
    public static IEnumerable<string> Texts(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        foreach (var part in zip.Entries.Where(part => part.FullName.EndsWith(".xml", StringComparison.Ordinal)))
        {
            using var stream = part.Open();
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            while (reader.Read())
            {
                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace)
                {
                    yield return XlsxText.Read(reader.Value);
                }
            }
        }
    }
}
