/** The editor as a component: made once, and told from outside where to go. */
import { redo, undo } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Mistake } from '../../../scenario/errors.ts';
import { type EditorParts, extensions, offsetOf } from './extensions.ts';

/** What may be done with the text from outside. */
export interface EditorHandle {
  undo(): void;
  redo(): void;
  /** Puts the cursor where a mistake is. */
  goTo(mistake: Mistake): void;
}

interface Props extends EditorParts {
  readonly text: string;
  readonly onReady: (handle: EditorHandle) => void;
}

export function Editor({ text, onReady, ...parts }: Props): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const state = EditorState.create({ doc: text, extensions: extensions(parts) });
    const view = new EditorView({ state, parent: place.current! });
    onReady({
      undo: () => undo(view),
      redo: () => redo(view),
      goTo: (mistake) => {
        const at = offsetOf(mistake, view.state.doc, parts.path);
        view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
        view.focus();
      },
    });
    return () => view.destroy();
  }, []);
  return <div ref={place} class="editor" />;
}
