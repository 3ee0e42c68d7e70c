/** The looks of a page, inlined into it. Without them it is still whole: charts carry what they need as attributes. */

export const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --ink: #1f2328; --muted: #57606a; --line: #d0d7de; --soft: #f6f8fa;
  --link: #0550ae; --good: #116329; --bad: #a40e26; --unsure: #7d4e00; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0f1419; --ink: #e6edf3; --muted: #9da7b3; --line: #3d444d; --soft: #1a212a;
    --link: #79c0ff; --good: #7ee2a0; --bad: #ffa198; --unsure: #f2cc60; }
  .tone-0 { --tone: #4ba3e3; } .tone-1 { --tone: #f0843c; } .tone-2 { --tone: #2fc79a; }
  .tone-3 { --tone: #7cc8f2; } .tone-4 { --tone: #dd9abf; } .tone-5 { --tone: #f0b429; }
  path.tone-0, path.tone-1, path.tone-2, path.tone-3, path.tone-4, path.tone-5 { stroke: var(--tone); }
  circle[class^=tone], rect[class^=tone] { fill: var(--tone); }
  g[class^=tone-] { fill: var(--tone); stroke: var(--tone); }
  g[class^=tone-] > .band { stroke: none; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 3rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 Inter, system-ui, sans-serif;
  overflow-wrap: anywhere; }
.page { max-width: 1760px; margin: 0 auto; padding: 0 clamp(1rem, 3vw, 3rem) 3rem; }
nav { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0.5rem 0;
  background: var(--ground); border-bottom: 1px solid var(--line); font-size: 0.9rem; }
.brand { margin-left: auto; color: var(--muted); }
a { color: var(--link); }
a, button, select, input, summary, [tabindex] { outline-offset: 2px; }
:focus-visible { outline: 2px solid var(--link); }
h1 { font-size: clamp(1.4rem, 1rem + 1.6vw, 2.2rem); line-height: 1.25; margin: 0.25rem 0 0.75rem; text-wrap: balance; }
h2 { font-size: 1.4rem; margin: 3rem 0 0; padding-top: 1rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
h4, figcaption h2 { font-size: 1rem; margin: 0; padding: 0; border: 0; }
p { margin: 0.4rem 0; max-width: 75ch; }
.setup, .about, .more { color: var(--muted); font-size: 0.875rem; max-width: 110ch; }
.setup { margin-top: 1rem; }
.answer p { font-size: 1.1rem; font-weight: 600; max-width: 90ch; }
.first { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1rem 2.5rem;
  align-items: start; margin-top: 1rem; }
@media (min-width: 68rem) { .first:has(> :nth-child(2)) { grid-template-columns: minmax(0, 7fr) minmax(0, 4fr); } }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); gap: 0.75rem;
  margin: 1rem 0 0; }
.figures > div { border: 1px solid var(--line); border-radius: 6px; padding: 0.6rem 0.8rem; }
dt { color: var(--muted); font-size: 0.85rem; }
dd { margin: 0; }
dd strong { display: block; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
dd span { font-size: 0.85rem; }
.good { color: var(--good); } .bad { color: var(--bad); } .unsure { color: var(--unsure); } .quiet { color: var(--muted); }
.limits td { white-space: nowrap; } .limits td:nth-child(3) { white-space: normal; }
td.good, td.bad, td.unsure { font-weight: 600; white-space: nowrap; }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: 0.25rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: normal; }
tbody th { font-weight: 400; }
thead th { color: var(--muted); font-weight: 600; }
.matrix td, .matrix th { min-width: 5.5rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 34rem), 1fr)); gap: 2rem 2.5rem; }
.frame { margin: 0; min-width: 0; }
.frame > div { min-width: 0; }
svg.chart { display: block; overflow: visible; margin-top: 0.5rem; }
.row { break-inside: avoid; }
.row p { margin: 0.35rem 0 0; font-size: 0.8125rem; line-height: 1.35; max-width: none; }
.row svg.chart { margin-top: 0.15rem; }
svg.cluster { min-width: 40rem; max-width: 60rem; }
.clusters { grid-template-columns: repeat(auto-fit, minmax(min(100%, 44rem), 1fr)); }
svg.chart text { font-family: inherit; }
.halo { paint-order: stroke; stroke: var(--ground); stroke-width: 3px; stroke-linejoin: round; }
.value { stroke: var(--ground); }
.keys { display: flex; flex-wrap: wrap; gap: 0.15rem 1rem; list-style: none; margin: 0.25rem 0; padding: 0;
  font-size: 0.875rem; }
.keys svg { vertical-align: middle; }
.controls { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; font-size: 0.875rem; margin: 0.35rem 0; }
.controls label { display: flex; gap: 0.4rem; align-items: center; }
.controls input[type=range] { width: min(16rem, 50vw); }
.controls output { flex-basis: 100%; min-height: 1.5em; }
button, select, input, textarea { font: inherit; color: inherit; }
button, select { background: var(--soft); border: 1px solid var(--line); border-radius: 5px; padding: 0.15rem 0.6rem; }
button:disabled { opacity: 0.55; }
select { max-width: 14rem; }
textarea, input[type=text] { background: var(--soft); border: 1px solid var(--line); border-radius: 5px;
  padding: 0.15rem 0.4rem; max-width: 100%; }
textarea { width: min(40rem, 100%); }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0.5rem 1.5rem;
  margin: 0.5rem 0; }
.field { display: flex; flex-wrap: wrap; gap: 0.25rem 0.6rem; align-items: center; font-size: 0.875rem; min-width: 0; }
.field label { flex-basis: 100%; color: var(--muted); }
.field input[type=text] { width: 7rem; }
details { margin: 0.35rem 0; }
summary { cursor: pointer; font-size: 0.875rem; color: var(--link); }
.story { padding-left: 0; list-style: none; }
.story li { padding: 0.15rem 0 0.15rem 1rem; border-left: 3px solid var(--line); }
.story a, .story span { display: inline-block; min-width: 5.5rem; font-variant-numeric: tabular-nums; }
h5 { font-size: 0.9rem; margin: 0.75rem 0 0.25rem; }
.works { display: flex; flex-wrap: wrap; gap: 0.35rem; list-style: none; margin: 0; padding: 0; font-size: 0.875rem; }
.works [aria-pressed=true] { outline: 2px solid var(--link); }
.story .time { min-width: 5.5rem; padding: 0; text-align: left; border: 0; background: none; color: var(--link); }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: 0.6rem; white-space: pre-wrap; }
code { font: 0.875rem/1.5 ui-monospace, monospace; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); color: var(--muted); }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  @page { size: A4; margin: 14mm; }
  :root { --ground: #fff; --ink: #000; --muted: #444; --line: #bbb; --link: #000; }
  body { font-size: 10pt; }
  .page { padding: 0; max-width: none; }
  nav, .controls, .choice, .form, .unanswered, summary { display: none; }
  .cluster-frame .controls { display: block; }
  .cluster-frame .controls > :not(output) { display: none; }
  .charts { grid-template-columns: 1fr; }
  .scroll { overflow: visible; }
  table { font-size: 8pt; }
  .keys input { display: none; }
  h2, h3, h4, figcaption, caption, thead, tbody tr:first-child, .about:first-child { break-after: avoid; }
  figcaption { break-inside: avoid; }
  svg.cluster { min-width: 0; }
  .still { break-inside: avoid; }
  svg.chart, tr, .figures > div { break-inside: avoid; }
}
`;
