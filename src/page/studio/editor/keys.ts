/** Keys of the studio, besides those of its editor. */
import { useEffect, useRef } from 'preact/hooks';

interface Keyed {
  readonly run: () => void;
  readonly save: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Ctrl+Enter and Ctrl+S wherever the focus is; Ctrl+Z and Ctrl+Y where it is in no text of its own. */
export function useKeys(does: Keyed): void {
  const latest = useRef(does);
  latest.current = does;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      const what = KEYS[event.shiftKey ? `Shift+${event.key.toLowerCase()}` : event.key];
      // What is typed beside the drawing stands in the text at once: it is undone there.
      const { target } = event;
      const isText =
        (target as HTMLElement).matches(OWN_TEXT) && (target as HTMLElement).closest('.values') === null;
      if (what === undefined || (isText && (what === 'undo' || what === 'redo'))) return;
      event.preventDefault();
      latest.current[what]();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

const OWN_TEXT = 'textarea, input[type=text], [contenteditable]';
const KEYS: Readonly<Record<string, keyof Keyed>> = {
  Enter: 'run',
  s: 'save',
  z: 'undo',
  y: 'redo',
  'Shift+z': 'redo',
};
