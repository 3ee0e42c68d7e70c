/** Pipes that their reader has closed. */

/** A reader that has seen enough (`hasim run … | head`) ends the program, without an error. */
export function endOnClosedPipe(
  streams: readonly NodeJS.WriteStream[] = [process.stdout, process.stderr],
): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      throw error;
    });
  }
}
