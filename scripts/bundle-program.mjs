// Puts the program's own modules into few files, after `tsc` has made dist: a command has a third less to wait for before
// it begins, and each of its threads half. Packages stay outside, so that nothing of others is in it twice. The modules
// one by one are the library. All files lie in one folder, from where `node/places.ts` finds the rest, and a thread is
// started by the same name, `worker.js`, in both.
import { rolldown } from 'rolldown';

/** Bundled already, with licences of its own. */
const QUEUE = /\/queue-library\.js$/;

const bundle = await rolldown({
  input: { main: 'dist/commands/main.js', worker: 'dist/node/worker.js' },
  platform: 'node',
  // What `main` shares with the verbs stays in its file.
  preserveEntrySignatures: 'allow-extension',
  logLevel: 'warn',
  external: [/^(?![./]|[A-Z]:)/, QUEUE],
});
// Names as people gave them: what an internal error prints is read.
await bundle.write({
  dir: 'dist/program',
  paths: (id) => (QUEUE.test(id) ? '../node/farm/queue-library.js' : id),
  cleanDir: true,
  format: 'esm',
  minify: false,
  minifyInternalExports: false,
});
await bundle.close();
