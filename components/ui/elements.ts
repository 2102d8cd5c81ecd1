import type { HTMLAttributes } from 'react';

type Data = HTMLAttributes<HTMLElement> & { [name: `data-${string}`]: string | number | undefined };

/** The custom elements of `lib/reader`, as markup: what stands inside them is complete without script. */
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'ws-panel': Data & { name: string };
      'ws-carousel': Data;
      'ws-font-size': Data;
      'ws-theme': Data;
      'ws-care': Data;
      'ws-share': Data;
      'ws-read-aloud': Data & { for: string };
      'ws-print': Data;
      'ws-lightbox': Data;
      'ws-player': Data;
      'ws-search': Data;
    }
  }
}
