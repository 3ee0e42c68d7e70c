/** Brings the page to life: the same components over what is there already. */
import { hydrate, type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Page } from '../model.ts';
import { App } from '../view/App.tsx';
import { Live, type LiveState } from '../view/live.ts';
import { viewOf } from '../view/view-link.ts';

function LivePage({ page }: { page: Page }): JSX.Element {
  const [state, setState] = useState<LiveState>({ isLive: false, linked: null });
  useEffect(() => {
    const follow = () => {
      const linked = viewOf(location.hash);
      setState({ isLive: true, linked });
      if (linked !== null) document.getElementById(linked.id)?.scrollIntoView();
    };
    follow();
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return (
    <Live.Provider value={state}>
      <App page={page} />
    </Live.Provider>
  );
}

/** Tables behind charts are open for those who cannot open them; here they can, but not on paper. */
function fold(): void {
  const behind = [...document.querySelectorAll<HTMLDetailsElement>('details.behind')];
  const open = (isOpen: boolean) => {
    for (const one of behind) one.open = isOpen;
  };
  open(false);
  let before: HTMLDetailsElement[] | null = null;
  addEventListener('beforeprint', () => {
    before ??= behind.filter((one) => one.open);
    open(true);
  });
  addEventListener('afterprint', () => {
    for (const one of behind) one.open = before?.includes(one) ?? false;
    before = null;
  });
}

const page = JSON.parse(document.getElementById('page-data')!.textContent) as Page;
hydrate(<LivePage page={page} />, document.getElementById('page')!);
fold();
