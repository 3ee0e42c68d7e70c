// Bundles what runs in a reader's browser, after `tsc` has made dist: the page's script, and
// the engine for its worker: self-contained programs without a module system, put into report.html when it is written;
// and the same two of the studio, with its editor.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

const FOLDER = 'dist/page/bundle';
const PROGRAMS = ['page', 'engine', 'studio', 'studio-engine'];

mkdirSync(FOLDER, { recursive: true });
for (const name of PROGRAMS) {
  const bundle = await rolldown({
    input: `dist/page/browser/${name}.js`,
    platform: 'browser',
    logLevel: 'warn',
    resolve: { conditionNames: ['browser', 'import', 'default'] },
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true, codeSplitting: false });
  await bundle.close();
  // In a page it stands between tags, which no text of it may end.
  const code = output[0].code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  writeFileSync(`${FOLDER}/${name}.js`, code);
  if (process.argv.includes('--sizes')) {
    const zipped = gzipSync(readFileSync(`${FOLDER}/${name}.js`), { level: 9 }).length;
    console.log(`${name}.js  ${Math.ceil(code.length / 1000)} kB, compressed ${Math.ceil(zipped / 1000)} kB`);
  }
}
