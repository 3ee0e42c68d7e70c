/** What may be wider than the page scrolls within itself, also with the keyboard. */
import type { ComponentChildren, JSX } from 'preact';

/** @param label what it is, for those who do not see it */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it, nobody could scroll it with keys.
    <section class="scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
