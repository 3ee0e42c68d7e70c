/** Saving: only the file that was opened, and never over something without a question. */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

interface Parts {
  readonly text: string;
  /** When the page was opened. */
  readonly onDisk: string | null;
  readonly path: string;
  readonly post: (name: string, body: object) => Promise<unknown>;
}

export interface Saving {
  readonly ask: () => void;
  readonly isSaved: boolean;
  readonly onDisk: string | null;
  /** How the text and the file stand. */
  readonly words: string;
  /** What is asked before something is overwritten; null: nothing. */
  readonly question: JSX.Element | null;
}

/** @returns what the studio shows of it; `onDisk` is kept here */
export function useSaving({ text: edited, onDisk: opened, path, post }: Parts): Saving {
  const [onDisk, setOnDisk] = useState(opened);
  const [question, setQuestion] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  /** Somebody has agreed that this page overwrites the file. */
  const agreed = useRef(opened === null);
  // The editor ends lines as Unix does; the file keeps its own way.
  const text = opened?.includes('\r\n') ? edited.replaceAll(/\r?\n/g, '\r\n') : edited;
  const isSaved = onDisk === text;

  const save = async (seen: string | null): Promise<void> => {
    setQuestion(null);
    setProblem('');
    try {
      const { outcome, onDisk: now } = (await post('save', { text, seen })) as {
        outcome: 'saved' | 'changed';
        onDisk: string | null;
      };
      setOnDisk(now);
      if (outcome === 'saved') agreed.current = true;
      else
        setQuestion(
          now === null
            ? `${path} is gone. Write it anew?`
            : `${path} was changed by something else meanwhile. Overwrite that?`,
        );
    } catch (error) {
      setProblem(`Not saved: ${(error as Error).message}`);
    }
  };
  return {
    ask: () => (agreed.current ? void save(onDisk) : setQuestion(`Overwrite ${path}?`)),
    isSaved,
    onDisk,
    words:
      problem !== ''
        ? problem
        : isSaved
          ? 'Saved.'
          : onDisk === null
            ? 'Not saved yet.'
            : 'Changed, not saved.',
    question:
      question === null ? null : (
        <div class="ask" role="alertdialog" aria-label="Save">
          <span>{question}</span>
          <button type="button" onClick={() => void save(onDisk)}>
            Overwrite
          </button>
          <button type="button" onClick={() => setQuestion(null)}>
            Cancel
          </button>
        </div>
      ),
  };
}
