using System.Globalization;
using System.Text;
using System.Text.Json;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Files;

/// <summary>
/// Reads rows from json in the shapes Intune and its tools write: <c>{"values":[{…}]}</c>, <c>{"Schema":[…],"Values":[[…]]}</c> and a
/// bare array <c>[{…}]</c>. The text streams through one buffer of fixed size; only the current row is held.
/// </summary>
internal sealed class JsonTable(string name, IRowSink sink) : ITable
{
    private const int BufferSize = 4 * JsonCutter.MaxString;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16, CommentHandling = JsonCommentHandling.Disallow };

    private readonly byte[] buffer = new byte[BufferSize];
    private readonly JsonRow row = new();
    private JsonReaderState reader = new(Options);
    private JsonCutter cutter;
    private int filled;
    private long consumed;
    private Section section = Section.Other;
    private int valuesDepth = -1;
    private bool inRow;
    private bool hasValues;
    private bool schemaNamesColumn;
    private long rows;
    private long? announced;
    private Reason? fault;

    private enum Section
    {
        Other,
        Values,
        Schema,
        Total,
    }

    /// <inheritdoc/>
    public long CutFields => cutter.CutStrings;

    /// <inheritdoc/>
    public IReadOnlyList<Reason> Faults => fault is null ? [] : [fault];

    /// <inheritdoc/>
    /// <remarks>Where json has its rows is not known before it is read from its beginning.</remarks>
    public void Prepare(TextBlock block)
    {
    }

    /// <inheritdoc/>
    public void Take(TextBlock block)
    {
        for (ReadOnlySpan<byte> text = block.Text; !text.IsEmpty && fault is null;)
        {
            var (read, written) = cutter.Copy(text, buffer.AsSpan(filled));
            text = text[read..];
            filled += written;
            Parse(final: false);
        }

        if (block.IsLast)
        {
            End();
        }
    }

    private void End()
    {
        if (fault is null)
        {
            Parse(final: true);
        }

        if (fault is null && !hasValues)
        {
            fault = Reason.Of("json-no-values", ("file", name));
        }

        if (fault is null && announced > rows)
        {
            fault = Reason.Of("json-fewer-rows", ("file", name), ("rows", Text(rows)), ("announced", Text(announced.Value)));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Parse(bool final)
    {
        try
        {
            var json = new Utf8JsonReader(buffer.AsSpan(0, filled), final, reader);
            while (json.Read())
            {
                Take(ref json);
            }

            Keep(json, final);
        }
        catch (JsonException)
        {
            fault = Reason.Of(final ? "json-ends-short" : "json-broken", ("file", name), ("byte", Text(consumed)), ("row", Text(rows)));
        }
    }

    private void Keep(in Utf8JsonReader json, bool final)
    {
        var used = (int)json.BytesConsumed;
        reader = json.CurrentState;
        consumed += used;
        buffer.AsSpan(used..filled).CopyTo(buffer);
        filled -= used;
        if (!final && filled == buffer.Length)
        {
            throw new JsonException();
        }
    }

    private void Take(ref Utf8JsonReader json)
    {
        if (valuesDepth >= 0)
        {
            TakeInValues(ref json);
        }
        else if (json.TokenType == JsonTokenType.StartArray && (json.CurrentDepth == 0 || (json.CurrentDepth == 1 && section == Section.Values)))
        {
            valuesDepth = json.CurrentDepth;
            hasValues = true;
        }
        else if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1)
        {
            section = SectionOf(json);
        }
        else if (section == Section.Schema)
        {
            TakeSchema(json);
        }
        else if (section == Section.Total && json.CurrentDepth == 1 && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var total))
        {
            announced = total;
        }
    }

    private static Section SectionOf(in Utf8JsonReader property) =>
        Is(property, "values") || Is(property, "value") ? Section.Values
        : Is(property, "schema") ? Section.Schema
        : Is(property, "totalRowCount") ? Section.Total
        : Section.Other;

    private static bool Is(in Utf8JsonReader token, string text) =>
        Ascii.EqualsIgnoreCase(token.ValueSpan, text);

    private void TakeSchema(in Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.PropertyName)
        {
            schemaNamesColumn = json.CurrentDepth == 3 && (Is(json, "column") || Is(json, "name") || Is(json, "columnName"));
        }
        else if (json.TokenType == JsonTokenType.String && (json.CurrentDepth == 2 || (json.CurrentDepth == 3 && schemaNamesColumn)))
        {
            row.AddColumn(json.ValueSpan);
        }
        else if (json.TokenType == JsonTokenType.EndArray && json.CurrentDepth == 1)
        {
            sink.Columns(row.Columns, mayGrow: false);
        }
    }

    private void TakeInValues(ref Utf8JsonReader json)
    {
        var depth = json.CurrentDepth - valuesDepth;
        switch (json.TokenType)
        {
            case JsonTokenType.EndArray when depth == 0:
                valuesDepth = -1;
                section = Section.Other;
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray when depth == 1:
                BeginRow(json.TokenType == JsonTokenType.StartArray);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray when depth == 1:
                EndRow();
                break;
            case JsonTokenType.PropertyName when depth == 2:
                row.Property(json.ValueSpan, json.ValueIsEscaped);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                break;
            default:
                TakeValue(json, depth);
                break;
        }
    }

    private void TakeValue(in Utf8JsonReader json, int depth)
    {
        if (depth == 1)
        {
            rows++;
            sink.SetAside("row-not-understood", rows);
        }
        else if (depth == 2 && inRow)
        {
            // An object or list where a text belongs counts as an empty field.
            var isText = json.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False;
            row.Value(isText ? json.ValueSpan : default, json.TokenType == JsonTokenType.String && json.ValueIsEscaped);
        }
    }

    private void BeginRow(bool isArray)
    {
        if (isArray && row.Columns.Count == 0)
        {
            throw new InventoryException(Reason.Of("json-without-schema", ("file", name)));
        }

        rows++;
        inRow = true;
        row.Begin(isArray);
    }

    private void EndRow()
    {
        inRow = false;
        if (row.HasNewColumns)
        {
            sink.Columns(row.Columns, mayGrow: true);
            row.HasNewColumns = false;
        }

        if (row.HasRightCount)
        {
            row.GiveTo(sink, rows);
        }
        else
        {
            sink.SetAside("row-wrong-columns", rows);
        }
    }
}
