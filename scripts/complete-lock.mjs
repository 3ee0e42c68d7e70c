// Completes package-lock.json after `npm install`: `npm run lock:complete`.
//
// Biome, oxc and @napi-rs/canvas publish one optional package per platform. When the registry in use lacks one of
// them, npm leaves it out of the lock file, and then refuses with `Missing: … from lock file` at every `npm ci`.
// This adds the absent entries with their platform, so that `npm ci` is content here, and can still install them
// where they are needed.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const OS = /(?:^|-)(android|darwin|freebsd|linux|openharmony|win32)(?:-|$)/;
const CPU = /(?:^|-)(arm64|arm|x64|ia32|ppc64|riscv64|s390x|loong64|wasm32)(?:-|$)/;

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const packages = lock.packages;
const added = [];

for (const [where, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (found(where, name)) continue;
    const platform = platformOf(name);
    if (!platform) throw new Error(`${name}: no platform in the name, look at it by hand`);
    const place = `node_modules/${name}`;
    if (packages[place]) throw new Error(`${place} is taken by another version`);
    packages[place] = {
      version: version.replace(/^[~^]/, ''),
      ...platform,
      ...(entry.dev ? { dev: true } : {}),
      license: entry.license,
      optional: true,
    };
    added.push(`${name} ${version}`);
  }
}

if (added.length > 0) {
  lock.packages = Object.fromEntries(
    Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
  writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(
  added.length === 0 ? `${FILE} is complete` : `${FILE}: added ${added.length}\n  ${added.join('\n  ')}`,
);

/** Node's own look-up: in the package's node_modules, then in those of every package around it. */
function found(where, name) {
  for (let at = where; ; ) {
    if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
    if (at === '') return false;
    const outer = at.lastIndexOf('/node_modules/');
    at = outer < 0 ? '' : at.slice(0, outer);
  }
}

/** `@biomejs/cli-linux-x64-musl` → `{ cpu: ['x64'], libc: ['musl'], os: ['linux'] }`. */
function platformOf(name) {
  const tail = name.replace('gnueabihf', '-gnu').replace('musleabihf', '-musl').replace('-eabi', '');
  const os = OS.exec(tail)?.[1];
  const cpu = CPU.exec(tail)?.[1];
  if (!os || !cpu) return null;
  const libc = os !== 'linux' ? null : tail.includes('musl') ? 'musl' : tail.includes('gnu') ? 'glibc' : null;
  return { cpu: [cpu], ...(libc ? { libc: [libc] } : {}), os: [os] };
}
