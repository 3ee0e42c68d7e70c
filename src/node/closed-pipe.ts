/** Output that cannot be written. */

/**
 * A reader that has seen enough (`hasim run … | head`) ends the program, without an error; what else keeps output from
 * being written, such as a full disk, ends it with this exit code.
 */
export function endOnClosedPipe(
  unwritable: number,
  streams: readonly NodeJS.WriteStream[] = [process.stdout, process.stderr],
): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      if (stream !== process.stderr)
        process.stderr.write(`hasim: output cannot be written (${error.code})\n`);
      process.exit(unwritable);
    });
  }
}
