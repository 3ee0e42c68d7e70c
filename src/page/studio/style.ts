/** The looks of the studio, beside those of the page. */
export const STUDIO_STYLE = `
body { overflow-wrap: normal; }
.studio { display: flex; flex-direction: column; min-height: 100vh; }
.studio .bar { display: flex; flex-wrap: wrap; gap: 0.4rem 0.75rem; align-items: center; padding: 0.5rem 1rem;
  border-bottom: 1px solid var(--line); font-size: 0.9rem; }
.studio .bar h1 { font-size: 1rem; margin: 0 0.5rem 0 0; overflow-wrap: anywhere; }
.studio .bar label { display: flex; gap: 0.35rem; align-items: center; }
.studio .bar input[type=number] { width: 5rem; background: var(--soft); border: 1px solid var(--line);
  border-radius: 5px; padding: 0.15rem 0.4rem; }
.studio .status { flex-basis: 100%; margin: 0; max-width: none; color: var(--muted); min-height: 1.5em; }
.studio .ask { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; padding: 0.5rem 1rem;
  background: var(--soft); border-bottom: 1px solid var(--line); }
.studio .panes { display: grid; grid-template-columns: minmax(0, 1fr); flex: 1; min-height: 0; }
.studio .text { border-bottom: 1px solid var(--line); min-width: 0; display: flex; flex-direction: column; }
.studio .editor { min-width: 0; }
.studio .cm-editor { height: 60vh; font-size: 0.875rem; background: var(--ground); color: var(--ink); }
.studio .cm-scroller { font-family: ui-monospace, monospace; line-height: 1.5; overflow: auto; }
.studio .mistakes { list-style: none; margin: 0; padding: 0.5rem 1rem; max-height: 12rem; overflow: auto;
  border-top: 1px solid var(--line); font-size: 0.875rem; }
.studio .mistakes button { font-variant-numeric: tabular-nums; margin-right: 0.4rem; }
.studio .sight { min-width: 0; }
.studio .sight h1 { font-size: 1.5rem; }
.studio .sight .first { grid-template-columns: minmax(0, 1fr); }
.studio .design { padding: 0.25rem clamp(1rem, 3vw, 3rem) 0; max-width: 1760px; }
.studio .design h2 { margin: 0.5rem 0 0; padding: 0; border: 0; font-size: 1.15rem; }
.studio .values h3 { margin: 0.5rem 0 0; font-size: 1rem; }
.studio .values .fields { grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); }
.pick { cursor: pointer; }
.pick:hover > rect:first-child, .pick:hover > g > rect:first-child { stroke-opacity: 1; }
.picked > rect:first-child, .picked > g > rect:first-child { stroke: var(--link); stroke-width: 3; stroke-opacity: 1; }
@media (min-width: 68rem) {
  .studio { height: 100vh; }
  .studio .panes { grid-template: minmax(0, 1fr) / minmax(24rem, 2fr) minmax(0, 3fr); }
  .studio .text { border-bottom: 0; border-right: 1px solid var(--line); min-height: 0; }
  .studio .editor { flex: 1; min-height: 0; }
  .studio .cm-editor { height: 100%; }
  .studio .mistakes { flex: none; }
  .studio .sight { overflow: auto; }
}
@media print { .studio { height: auto; } .studio .bar, .studio .text, .studio .ask { display: none; }
  .studio .panes { display: block; overflow: visible; } .studio .sight { overflow: visible; } }
`;
