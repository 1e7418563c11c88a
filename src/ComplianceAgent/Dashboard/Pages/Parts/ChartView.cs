using ComplianceAgent.Reasons;
using ComplianceAgent.Reports.Charts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace ComplianceAgent.Dashboard.Pages.Parts;

/// <summary>Shows a chart: its picture, and beside it the same in a sentence and a table.</summary>
public sealed class ChartView : ComponentBase
{
    /// <summary>The chart.</summary>
    [Parameter, EditorRequired]
    public required Chart Chart { get; set; }

    /// <summary>Words in the reader's language.</summary>
    [Inject]
    public required Wording T { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.OpenElement(0, "figure");
        builder.AddAttribute(1, "class", "chart");
        builder.AddAttribute(2, "id", Chart.Id);
        Leaf(builder, "p", "chart-title", Chart.Title);
        if (Chart.Picture is { } picture)
        {
            Draw(builder, picture);
        }

        builder.OpenElement(3, "figcaption");
        Leaf(builder, "p", "chart-sentence", Chart.Sentence);
        Legend(builder);
        Figures(builder);
        builder.CloseElement();
        builder.CloseElement();
    }

    private static void Leaf(RenderTreeBuilder builder, string tag, string look, string text)
    {
        builder.OpenElement(10, tag);
        builder.AddAttribute(11, "class", look);
        builder.AddContent(12, text);
        builder.CloseElement();
    }

    private static void Draw(RenderTreeBuilder builder, SvgElement element)
    {
        builder.OpenElement(20, element.Name);
        foreach (var (name, value) in element.Attributes)
        {
            builder.AddAttribute(21, name, value);
        }

        builder.AddContent(22, element.Text);
        foreach (var child in element.Children)
        {
            Draw(builder, child);
        }

        builder.CloseElement();
    }

    private void Legend(RenderTreeBuilder builder)
    {
        if (Chart.Legend.IsEmpty)
        {
            return;
        }

        builder.OpenElement(30, "ul");
        builder.AddAttribute(31, "class", "chart-legend");
        foreach (var mark in Chart.Legend)
        {
            builder.OpenElement(32, "li");
            Draw(builder, mark.Sample);
            builder.AddContent(33, mark.Name);
            builder.CloseElement();
        }

        builder.CloseElement();
    }

    private void Figures(RenderTreeBuilder builder)
    {
        if (Chart.Table.Rows.IsEmpty)
        {
            return;
        }

        builder.OpenElement(40, "details");
        Leaf(builder, "summary", "", T["The figures"]);
        builder.OpenElement(41, "table");
        builder.AddAttribute(42, "class", "list");
        builder.OpenElement(43, "thead");
        Row(builder, Chart.Table.Columns, isHead: true);
        builder.CloseElement();
        builder.OpenElement(44, "tbody");
        foreach (var row in Chart.Table.Rows)
        {
            Row(builder, row, isHead: false);
        }

        builder.CloseElement();
        builder.CloseElement();
        builder.CloseElement();
    }

    private void Row(RenderTreeBuilder builder, IReadOnlyList<string> cells, bool isHead)
    {
        builder.OpenElement(50, "tr");
        for (var i = 0; i < cells.Count; i++)
        {
            builder.OpenElement(51, isHead || i == 0 ? "th" : "td");
            builder.AddAttribute(52, isHead ? "scope" : i == 0 ? "scope" : "data-label", isHead ? "col" : i == 0 ? "row" : Chart.Table.Columns[i]);
            builder.OpenElement(53, "bdi");
            builder.AddContent(54, cells[i]);
            builder.CloseElement();
            builder.CloseElement();
        }

        builder.CloseElement();
    }
}
