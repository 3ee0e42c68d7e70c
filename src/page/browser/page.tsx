/** Brings the page to life: the same components over what is there already. */
import { hydrate, type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { FollowAnswer, FollowOrder } from '../follow/order.ts';
import type { Page } from '../model.ts';
import { App } from '../view/App.tsx';
import { Live, type LiveState } from '../view/live.ts';
import { viewOf } from '../view/view-link.ts';
import { Engine, isLastAnswer, startFromPage } from './worker.ts';

const engine = new Engine(startFromPage, isLastAnswer);
// An engine of its own: what if goes on meanwhile.
const follower = new Engine<FollowOrder, FollowAnswer>(startFromPage, () => true);
const follow: LiveState['follow'] = (order, onAnswer) => void follower.ask(order, onAnswer);
const warm: LiveState['warm'] = (order) => void engine.warm(order);
const ask: LiveState['ask'] = (order, onAnswer) => engine.ask(order, onAnswer);

function LivePage({ page }: { page: Page }): JSX.Element {
  const [state, setState] = useState<LiveState>({ isLive: false, linked: null, hash: '', ask, warm, follow });
  useEffect(() => {
    const look = () => {
      const linked = viewOf(location.hash);
      setState({ isLive: true, linked, hash: location.hash, ask, warm, follow });
      if (linked !== null) document.getElementById(linked.id)?.scrollIntoView();
    };
    look();
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  return (
    <Live.Provider value={state}>
      <App page={page} />
    </Live.Provider>
  );
}

/** Tables behind charts are folded on a screen, where they can be opened, but not on paper. */
function unfoldOnPaper(): void {
  let folded: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    folded.push(...document.querySelectorAll<HTMLDetailsElement>('details:not([open])'));
    for (const one of folded) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of folded) one.open = false;
    folded = [];
  });
}

const page = JSON.parse(document.getElementById('page-data')!.textContent) as Page;
hydrate(<LivePage page={page} />, document.getElementById('page')!);
unfoldOnPaper();
