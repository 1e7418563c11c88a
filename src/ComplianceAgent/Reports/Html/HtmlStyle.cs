namespace ComplianceAgent.Reports.Html;

/// <summary>
/// The style sheet: light and dark by the reader's preference, from 320 px up, and A4 on paper. It holds neither <c>&lt;</c> nor
/// <c>&amp;</c>, so that the page stays well-formed.
/// </summary>
internal static class HtmlStyle
{
    /// <summary>Only in the report of a made-up tenant: every printed page says so.</summary>
    public const string Simulated = """@page { @top-right { content: "SIMULATED"; font: bold 8pt sans-serif; color: #5c2e91; } }""";

    public const string Sheet = """

        :root {
          color-scheme: light dark;
          --page: #f5f5f5; --card: #ffffff; --text: #242424; --soft: #5c5c5c; --line: #e0e0e0; --head: #fafafa; --link: #0f6cbd;
          --top: #0f548c; --top-text: #ffffff; --top-soft: #d9e8f5; --alarm: #9b0f1a;
          --bad: #b10e1c; --bad-bg: #fdf3f4; --warn: #8a3707; --warn-bg: #fff9f5; --warn-line: #f4bfab; --ok: #0e700e;
          --fresh: #0c3b5e; --fresh-bg: #ebf3fc; --quiet-bg: #f0f0f0; --sim: #5c2e91; --sim-bg: #f7f2fc; --sim-line: #c6a7e2;
          --c-violating: #c50f1f; --c-excepted: #8764b8; --c-underReview: #da3b01; --c-advice: #eaa300; --c-clean: #2e8b57;
          --c-partlyObservable: #4f9bd9; --c-stale: #8a8886; --c-noInventory: #6b6b6b; --c-notObservable: #3d3d3d;
          --c-outOfScope: #b8b8b8; --c-notManagedByIntune: #a3b1bd; --c-duplicate: #d6d6d6;
        }
        @media (prefers-color-scheme: dark) { :root {
          --page: #141414; --card: #1f1f1f; --text: #f2f2f2; --soft: #adadad; --line: #3a3a3a; --head: #262626; --link: #62abf5;
          --top: #0a2e4a; --top-text: #ffffff; --top-soft: #b4d6fa; --alarm: #7d0b15;
          --bad: #f1707b; --bad-bg: #3b1519; --warn: #faa06b; --warn-bg: #2d1a10; --warn-line: #7a4524; --ok: #6ccb6c;
          --fresh: #96c6fa; --fresh-bg: #10293f; --quiet-bg: #333333; --sim: #c9a6f0; --sim-bg: #271a36; --sim-line: #5c3d82;
          --c-violating: #e5484d; --c-excepted: #a98ad6; --c-underReview: #f0743e; --c-advice: #f2c661; --c-clean: #4cb27b;
          --c-partlyObservable: #62abf5; --c-stale: #9c9a98; --c-noInventory: #7d7d7d; --c-notObservable: #d0d0d0;
          --c-outOfScope: #575757; --c-notManagedByIntune: #5f7284; --c-duplicate: #454545;
        } }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.45 "Segoe UI", "Segoe UI Variable", system-ui, -apple-system, Roboto, "Liberation Sans", Arial, sans-serif; }
        .wrap, main { max-width: 1360px; margin: 0 auto; padding: 0 24px; }
        h1 { font-size: 26px; line-height: 1.25; font-weight: 600; margin: 2px 0 16px; }
        h2 { font-size: 20px; line-height: 1.3; font-weight: 600; margin: 0 0 8px; }
        h3 { font-size: 15px; font-weight: 600; margin: 20px 0 8px; }
        h4 { font-size: 14px; font-weight: 600; margin: 16px 0 4px; }
        p { margin: 0 0 12px; max-width: 100ch; }
        ul { margin: 0; padding-left: 20px; }
        a { color: var(--link); }
        a:focus-visible, .frame:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        bdi, code, dd, td, th { overflow-wrap: anywhere; }
        code { font: 12px/1.4 Consolas, "Cascadia Mono", "Liberation Mono", monospace; word-break: break-all; }
        code.id { word-break: normal; } #blind td:nth-child(4) { min-width: 124px; } #blind th:first-child { min-width: 130px; }
        .skip { position: absolute; left: -9999px; }
        .skip:focus { left: 8px; top: 8px; padding: 8px 12px; background: var(--card); z-index: 1; }
        .top { background: var(--top); color: var(--top-text); padding: 20px 0 0; }
        .top.alarm { background: var(--alarm); }
        .alarmed { margin: 0 0 16px; font-size: 20px; font-weight: 700; }
        .product { margin: 0; color: var(--top-soft); font-weight: 600; }
        .facts { display: flex; flex-wrap: wrap; gap: 8px 40px; margin: 0 0 16px; }
        .facts dt { color: var(--top-soft); font-size: 12px; }
        .facts dd { margin: 0; font-weight: 600; }
        nav ul { display: flex; flex-wrap: wrap; gap: 0 20px; list-style: none; padding: 0; border-top: 1px solid rgba(255, 255, 255, .25); }
        nav a { display: block; padding: 10px 0; color: var(--top-text); text-decoration: none; }
        nav a:hover, nav a:focus { text-decoration: underline; }
        nav a:focus-visible { outline-color: var(--top-text); }
        main { padding-top: 20px; padding-bottom: 24px; }
        section, .banner { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 20px 24px; margin: 0 0 16px; }
        .banner { padding: 12px 20px; border-left-width: 4px; }
        .banner.simulated { background: var(--sim-bg); border-color: var(--sim-line); border-left-color: var(--sim); }
        .banner.simulated strong { color: var(--sim); letter-spacing: .06em; margin-right: 6px; }
        .banner.warning { background: var(--warn-bg); border-color: var(--warn-line); border-left-color: var(--warn); }
        .banner.warning strong { color: var(--warn); }
        .lead { font-size: 17px; line-height: 1.45; margin-bottom: 16px; }
        .aside, .more, .empty, .soft, .small { color: var(--soft); }
        .aside { margin: 16px 0 0; }
        .small { font-size: 12px; }
        .tiles { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 12px; list-style: none; padding: 0; }
        .tile { display: flex; flex-direction: column; border: 1px solid var(--line); border-top: 3px solid var(--soft); border-radius: 6px; padding: 10px 14px 12px; }
        .tile .name { font-weight: 600; }
        .tile .figure { font-size: 34px; line-height: 1.25; font-weight: 600; font-variant-numeric: tabular-nums; }
        .tile .below { color: var(--soft); font-size: 12px; line-height: 1.35; }
        .tile.bad { border-top-color: var(--bad); } .tile.bad .figure { color: var(--bad); }
        .tile.warn { border-top-color: var(--warn); } .tile.warn .figure { color: var(--warn); }
        .tile.none { border-top-color: var(--line); } .tile.none .figure { color: var(--soft); }
        .excused { border-top: 1px solid var(--line); margin: 16px 0 0; padding: 12px 0 0; } .excused h3 { margin: 0 0 4px; } .excused p { margin: 0; } .excused ul { margin: 6px 0 0; padding-left: 20px; }
        .bar { display: block; width: 100%; height: 24px; margin: 4px 0 16px; border-radius: 4px; }
        .mark { width: 10px; height: 10px; margin-right: 8px; }
        .frame { overflow-x: auto; margin: 0 0 16px; border: 1px solid var(--line); border-radius: 6px; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        .frame { position: relative; }
        th, td { padding: 8px 12px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
        thead th { background: var(--head); color: var(--soft); font-size: 12px; font-weight: 600; vertical-align: bottom; overflow-wrap: normal; }
        tbody:last-child tr:last-child th, tbody:last-child tr:last-child td { border-bottom: 0; }
        tbody th { font-weight: 400; }
        th.num, td.num { text-align: right; white-space: nowrap; }
        thead th.num { white-space: normal; }
        .zero { color: var(--soft); }
        .sum th, .sum td, td.total { font-weight: 600; background: var(--head); }
        #coverage-fleet { max-width: none; }
        #coverage-fleet th:first-child { min-width: 190px; }
        .matrix th:first-child { min-width: 200px; }
        .matrix td, .matrix thead th { padding-left: 8px; padding-right: 8px; }
        .pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 16px; }
        .pair caption { position: static; width: auto; height: auto; clip-path: none; text-align: left; font-weight: 600; padding: 10px 12px; white-space: normal; }
        .pair th, .pair td { padding: 6px 6px; } .pair th:first-child { padding-left: 12px; min-width: 130px; } .pair th:last-child, .pair td:last-child { padding-right: 12px; } .pair thead th { font-size: 11px; }
        #violations th:nth-child(1) { width: 11%; } #violations th:nth-child(2) { width: 12%; } #violations th:nth-child(3) { width: 17%; }
        #violations th:nth-child(4) { width: 12%; } #violations th:nth-child(5), #violations th:nth-child(6) { width: 8%; } #violations th:nth-child(7) { width: 12.5%; }
        #violations table { font-size: 13px; } #violations .small { font-size: 11.5px; }
        #violations th, #violations td { padding-left: 10px; padding-right: 10px; }
        #violations table { min-width: 1040px; }
        #ended th:nth-child(1) { min-width: 96px; } #ended td:nth-child(2) { min-width: 132px; }
        .date, time, .pill { white-space: nowrap; }
        .pill { display: inline-block; padding: 1px 8px; border-radius: 10px; font-size: 12px; font-weight: 600; background: var(--quiet-bg); color: var(--text); }
        .pill.overdue { background: var(--bad-bg); color: var(--bad); box-shadow: inset 0 0 0 1px currentColor; }
        .pill.soon { background: var(--warn-bg); color: var(--warn); box-shadow: inset 0 0 0 1px var(--warn-line); }
        .pill.fresh { background: var(--fresh-bg); color: var(--fresh); }
        .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 12px 24px; margin: 0; }
        .grid dt { color: var(--soft); font-size: 12px; } .grid dd { margin: 0; }
        footer { color: var(--soft); font-size: 12px; padding: 0 0 32px; }
        .c-violating { fill: var(--c-violating); } .c-excepted { fill: var(--c-excepted); } .c-underReview { fill: var(--c-underReview); }
        .c-advice { fill: var(--c-advice); } .c-clean { fill: var(--c-clean); } .c-partlyObservable { fill: var(--c-partlyObservable); }
        .c-stale { fill: var(--c-stale); } .c-noInventory { fill: var(--c-noInventory); } .c-notObservable { fill: var(--c-notObservable); }
        .c-outOfScope { fill: var(--c-outOfScope); } .c-notManagedByIntune { fill: var(--c-notManagedByIntune); } .c-duplicate { fill: var(--c-duplicate); }
        @media screen and (max-width: 1100px) { .tiles { grid-template-columns: repeat(3, minmax(0, 1fr)); } .pair { grid-template-columns: minmax(0, 1fr); } }
        @media screen and (max-width: 760px) {
          .wrap, main { padding-left: 12px; padding-right: 12px; }
          section, .banner { padding: 16px 14px; }
          h1 { font-size: 22px; } .lead { font-size: 16px; }
          .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px; } .tile { padding: 8px 10px; } .tile .figure { font-size: 28px; }
          .facts { gap: 8px 24px; }
          nav ul { gap: 0 16px; }
          #coverage-fleet td:nth-child(4), #coverage-fleet thead th:nth-child(4) { display: none; }
          #coverage-fleet th:first-child { min-width: 0; } .matrix th:first-child { min-width: 150px; } #blind td:nth-child(4) { min-width: 0; }
          #coverage-fleet th, #coverage-fleet td { padding-left: 8px; padding-right: 8px; }
          .cards { border: 0; border-radius: 0; overflow: visible; }
          .cards table, #violations table { display: block; min-width: 0; }
          .cards tbody { display: block; }
          .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          .cards tr { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 4px 12px; border: 1px solid var(--line); border-radius: 6px; padding: 10px 12px; margin: 0 0 10px; }
          .cards tbody th, .cards tbody td, #violations .cards tbody th, #violations .cards tbody td { display: block; grid-column: 1 / -1; width: auto; border: 0; padding: 2px 0; text-align: left; white-space: normal; }
          #violations .cards tbody td:nth-child(5), #violations .cards tbody td:nth-child(6), #blind .cards td:nth-child(3), #blind .cards td:nth-child(4) { grid-column: auto; }
          .cards tbody th { font-weight: 600; }
          .cards td::before { content: attr(data-label); display: block; color: var(--soft); font-size: 12px; font-weight: 400; }
        }
        @media print {
          @page { size: A4 landscape; margin: 12mm 10mm; @bottom-right { content: counter(page) " / " counter(pages); font: 7.5pt sans-serif; color: #505050; } }
          :root { color-scheme: light; --page: #ffffff; --card: #ffffff; --text: #1a1a1a; --soft: #505050; --line: #c8c8c8; --head: #f2f2f2; --link: #1a1a1a;
            --top: #ffffff; --top-text: #1a1a1a; --top-soft: #505050; --bad: #b10e1c; --bad-bg: #ffffff; --warn: #8a3707; --warn-bg: #ffffff; --warn-line: #8a3707;
            --fresh: #0c3b5e; --fresh-bg: #ffffff; --quiet-bg: #ffffff; --sim: #5c2e91; --sim-bg: #ffffff; --sim-line: #5c2e91;
            --c-violating: #c50f1f; --c-excepted: #8764b8; --c-underReview: #da3b01; --c-advice: #eaa300; --c-clean: #2e8b57; --c-partlyObservable: #4f9bd9;
            --c-stale: #8a8886; --c-noInventory: #6b6b6b; --c-notObservable: #3d3d3d; --c-outOfScope: #b8b8b8; --c-notManagedByIntune: #a3b1bd; --c-duplicate: #d6d6d6; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          body { font-size: 9pt; }
          nav, .skip { display: none; }
          .wrap, main { max-width: none; padding: 0; }
          .top { padding: 0; border-bottom: 1px solid var(--line); margin-bottom: 8pt; }
          h1 { font-size: 17pt; margin-bottom: 8pt; } h2 { font-size: 13pt; } h3 { font-size: 10.5pt; } .lead { font-size: 11pt; }
          section { border: 0; padding: 0; margin: 0 0 14pt; }
          .banner { break-inside: avoid; padding: 6pt 10pt; margin-bottom: 10pt; }
          h2, h3, h4, caption { break-after: avoid; }
          .tiles { grid-template-columns: repeat(6, minmax(0, 1fr)); break-inside: avoid; } .tile .figure { font-size: 22pt; } .tile .below, .small, code { font-size: 7.5pt; }
          .frame { overflow: visible; border: 0; border-radius: 0; margin-bottom: 10pt; }
          #violations table { font-size: 8.5pt; } #violations .small { font-size: 7.5pt; } .pair { display: block; } .pair .frame { break-inside: avoid; }
          table, #violations table { min-width: 0; } thead { display: table-header-group; } tr, .bar, .grid div { break-inside: avoid; }
          th, td, #violations th, #violations td { padding: 3pt 5pt; line-height: 1.3; } .pill { font-size: 7.5pt; padding: 0 5pt; } .pair { font-size: 8.5pt; } .small { line-height: 1.25; } .matrix th:first-child { min-width: 0; } thead th { font-size: 7.5pt; } .matrix td, .matrix thead th { padding-left: 4pt; padding-right: 4pt; }
          .matrix thead th { font-size: 7pt; }
        }

        """;
}
