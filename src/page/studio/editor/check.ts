/** The text as it is typed: a scenario, or its mistakes; files that it names are fetched once. */
import { ScenarioError } from '../../../scenario/errors.ts';
import type { SourceFile } from '../../../scenario/layers.ts';
import { type ParsedScenario, parseScenario } from '../../../scenario/parse.ts';
import type { Sources } from '../../model.ts';

export type Checked =
  | { readonly kind: 'scenario'; readonly parsed: ParsedScenario; readonly sources: Sources }
  | { readonly kind: 'mistakes'; readonly mistakes: ScenarioError['mistakes'] };

type FetchedFile = SourceFile | { readonly error: string };
/** Asks the server for a file that the scenario names. */
export type Fetch = (file: string, from: string, kind: 'scenario' | 'trace') => Promise<FetchedFile>;

const NOT_YET = { error: 'is being read' };

/** Parses texts of one file, and keeps what they name. */
export class Checker {
  readonly #path: string;
  readonly #fetch: Fetch;
  readonly #files = new Map<string, FetchedFile>();

  constructor(path: string, fetch: Fetch) {
    this.#path = path;
    this.#fetch = fetch;
  }

  /** What the text is; files that it names for the first time are read meanwhile. */
  async check(text: string): Promise<Checked> {
    for (;;) {
      const missing: Promise<void>[] = [];
      const checked = this.#once(text, missing);
      if (missing.length === 0) return checked;
      await Promise.all(missing);
    }
  }

  #once(text: string, missing: Promise<void>[]): Checked {
    const named: Sources['named'][number][] = [];
    const read = (name: string, from: string, kind: 'scenario' | 'trace'): FetchedFile => {
      const key = JSON.stringify([name, from, kind]);
      const known = this.#files.get(key);
      if (known === undefined) {
        missing.push(this.#fetch(name, from, kind).then((file) => void this.#files.set(key, file)));
        return NOT_YET;
      }
      if (!('error' in known)) named.push({ name, from, ...known });
      return known;
    };
    const file = { path: this.#path, text };
    try {
      return { kind: 'scenario', parsed: parseScenario(file, { read }), sources: { file, named } };
    } catch (error) {
      if (error instanceof ScenarioError) return { kind: 'mistakes', mistakes: error.mistakes };
      throw error;
    }
  }
}
