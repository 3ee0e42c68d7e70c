/** The editor as a component: made once, and told from outside where to go. */
import { redo, undo } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Mistake } from '../../../scenario/errors.ts';
import { editOf } from '../text-edit.ts';
import { keyOf } from '../text-place.ts';
import type { TextPath } from '../things.ts';
import { type EditorParts, extensions, offsetOf } from './extensions.ts';

/** What may be done with the text from outside. */
export interface EditorHandle {
  undo(): void;
  redo(): void;
  /** Puts the cursor where a mistake is. */
  goTo(mistake: Mistake): void;
  /** Puts the cursor at the key of a path, and leaves the focus where it is; false: it is not in this text. */
  show(path: TextPath): boolean;
  /** Rewrites the value of a path; false: that is not one value. */
  put(path: TextPath, value: string): boolean;
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
      show: (path) => {
        const { from, depth } = keyOf(view.state.doc.toString(), path);
        if (depth < path.length) return false;
        const effects = EditorView.scrollIntoView(from, { y: 'center' });
        view.dispatch({ selection: { anchor: from }, effects });
        return true;
      },
      put: (path, value) => {
        const edit = editOf(view.state.doc.toString(), path, value);
        if (edit === null) return false;
        // The cursor is where the change is, so that undoing it shows it.
        view.dispatch({
          changes: edit,
          selection: { anchor: edit.from + edit.insert.length },
          scrollIntoView: true,
        });
        return true;
      },
    });
    return () => view.destroy();
  }, []);
  return <div ref={place} class="editor" />;
}
