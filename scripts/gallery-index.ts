/** reports/gallery/index.html: the real pages with their answers, and every picture with its question. */
import { STYLE } from '../src/page/style.ts';
import { dataOf, type MadePage } from './gallery-pages.ts';

export interface Shown {
  /** Of its file, with ending. */
  readonly file: string;
  readonly title: string;
  /** Paths from the root of the repository. */
  readonly scenarios: readonly string[];
}

/** A page of its own, without scripts. */
export function galleryIndex(pages: readonly MadePage[], pictures: readonly Shown[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>hasim: gallery</title>
<link rel="icon" href="data:,">
<style>${STYLE}
.pictures img { display: block; width: 100%; height: auto; background: #fff; border: 1px solid var(--line); border-radius: 6px; }
</style>
</head>
<body>
<div class="page">
<main>
<h1>What hasim shows</h1>
<p>Made by <code>npm run gallery</code> from the scenarios that come with hasim. The same commands write the same pages on
every machine.</p>
<h2>Pages</h2>
<p>Each is one file, as it lies in the folder of its report. It asks nothing of any server; with scripts it can be played
with, without them it is whole.</p>
${pages.map(entry).join('\n')}
<h2>Pictures</h2>
<div class="charts pictures">
${pictures.map(picture).join('\n')}
</div>
</main>
</div>
</body>
</html>
`;
}

function entry({ name, command, html }: MadePage): string {
  const { title, answer, setup } = dataOf(html);
  return `<section>
<h3><a href="${name}.html">${escaped(title)}</a></h3>
${answer.map((sentence) => `<p>${escaped(sentence)}</p>`).join('\n')}
<p class="about">${escaped(setup)}</p>
<pre><code>${escaped(command)}</code></pre>
</section>`;
}

function picture({ file, title, scenarios }: Shown): string {
  const from = scenarios.map((path) => `<a href="../../${path}">${escaped(path)}</a>`).join(' · ');
  return `<figure class="frame">
<img src="${file}" alt="${escaped(title)}" loading="lazy">
<figcaption><h4>${escaped(title)}</h4><p class="about">${from}</p></figcaption>
</figure>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
