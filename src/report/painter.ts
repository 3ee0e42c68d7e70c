/** How parts of a text stand out: on a terminal by colour, in a file or pipe not at all. */
export interface Painter {
  /** Characters of a line. */
  readonly columns: number;
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly unsure: (text: string) => string;
}

const same = (text: string) => text;

export const PLAIN: Painter = {
  columns: 100,
  strong: same,
  quiet: same,
  good: same,
  bad: same,
  unsure: same,
};
