// Packs what is built, without building it again, into one file: `node scripts/pack.mjs <file.tgz>`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [to] = process.argv.slice(2);
const folder = dirname(to);
mkdirSync(folder, { recursive: true });
const said = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]);
renameSync(join(folder, JSON.parse(said)[0].filename), to);
