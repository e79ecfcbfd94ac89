/** The page's only style sheet; its hash stands in the page's own content security policy. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --bg: #fbfbfa; --card: #fff; --ink: #1d2125; --dim: #626a73; --line: #e2e4e8;
  --good: #1a7f37; --bad: #b3261e; --warn: #8a5a00; --add: #e5f6e8; --del: #fdeaea; --hunk: #eef2fb; --accent: #2f5fc4; --code: #f4f5f7; }
@media (prefers-color-scheme: dark) { :root { --bg: #14171a; --card: #1b1f24; --ink: #e4e7ea; --dim: #9aa3ad; --line: #30363d;
  --good: #4cc26a; --bad: #ff7b72; --warn: #e3b341; --add: #12301c; --del: #3a1a1c; --hunk: #1d2638; --accent: #7aa5ff; --code: #20252b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; background: var(--bg); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: .2rem 0 .6rem; }
h2 { font-size: 1.05rem; margin: 2.2rem 0 .7rem; }
a { color: var(--accent); }
p { margin: .4rem 0; }
pre, code { font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre { margin: 0; padding: .6rem .75rem; background: var(--code); border-radius: 6px; overflow: auto; max-height: 28rem;
  white-space: pre-wrap; }
.more { border: 0; background: none; margin: 0; } .more > summary { padding: .1rem 0; } .more[open] > summary { border-bottom: 0; } .more > .body { padding: .2rem 0; }
pre.diff { white-space: pre; padding: .4rem 0; }
.diff span { display: block; padding: 0 .75rem; min-width: max-content; }
.diff .add { background: var(--add); } .diff .del { background: var(--del); } .diff .hunk { background: var(--hunk); color: var(--dim); }
.dim { color: var(--dim); } .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
.chip { display: inline-block; padding: .05rem .6rem; border: 1px solid currentColor; border-radius: 1rem; font-size: .85rem; font-weight: 600; white-space: nowrap; }
.facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1px; margin: 1rem 0; padding: 0;
  background: var(--line); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.facts div { background: var(--card); padding: .55rem .75rem; } .facts .wide { grid-column: 1 / -1; }
.facts dt { color: var(--dim); font-size: .8rem; } .facts dd { margin: 0; font-weight: 600; } .facts small { font-weight: 400; color: var(--dim); }
.card, details { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin: .5rem 0; }
.card { padding: .6rem .75rem; }
details > summary { cursor: pointer; padding: .4rem .75rem; } details[open] > summary { border-bottom: 1px solid var(--line); }
details > .body { padding: .6rem .75rem; } details .body > :first-child { margin-top: 0; } details .body > :last-child, .card > :last-child { margin-bottom: 0; }
summary code { font-weight: 600; }
.label { color: var(--dim); font-size: .8rem; margin: .6rem 0 .2rem; }
.said { white-space: pre-wrap; margin: .5rem 0; }
ol.line { list-style: none; margin: 0; padding: 0; border-left: 2px solid var(--line); }
ol.line > li { position: relative; padding: .1rem 0 .55rem 1.1rem; }
ol.line > li::before { content: ""; position: absolute; left: -5px; top: .55rem; width: 8px; height: 8px; border-radius: 50%; background: var(--line); }
ol.line > li.turn::before { background: var(--accent); } ol.line > li.isgood::before { background: var(--good); } ol.line > li.isbad::before { background: var(--bad); }
.head { display: flex; flex-wrap: wrap; gap: 0 .7rem; align-items: baseline; } .head .when { margin-left: auto; }
.head > * { min-width: 0; }
.num { font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
td { padding: .4rem .75rem; border-top: 1px solid var(--line); vertical-align: top; } tr:first-child td { border-top: 0; }
svg { display: block; width: 100%; height: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
svg .curve { fill: none; stroke: var(--accent); stroke-width: 2; } svg .area { fill: var(--accent); opacity: .12; }
.key::before { content: ""; display: inline-block; width: 8px; height: 8px; border-radius: 50%; background: var(--accent); margin-right: .3rem; } .key.other::before { background: var(--warn); }
svg .dot { fill: var(--accent); } svg .reviewer { fill: var(--warn); }
.legend { display: flex; flex-wrap: wrap; gap: 0 1rem; justify-content: space-between; font-size: .8rem; }
@media (max-width: 30rem) { body { padding: 1rem .6rem 3rem; } .head .when { margin-left: 0; } .facts { grid-template-columns: 1fr 1fr; } .facts .last { grid-column: 1 / -1; } }
@media print { pre { max-height: none; } }
`;
