/** The readers' script: custom elements that enhance what is already complete. Loaded with `defer`, never needed. */
import { defineCarousel } from './carousel.ts';
import { defineLightbox } from './lightbox.ts';
import { definePanel } from './panel.ts';
import { definePlayer } from './player.ts';
import { definePrint } from './print.ts';
import { countRead } from './read.ts';
import { defineReadAloud } from './read-aloud.ts';
import { defineSearch } from './search.ts';
import { defineSettings } from './settings.ts';
import { defineShare } from './share.ts';

countRead();
if ('customElements' in window) {
  defineSettings();
  defineCarousel();
  defineLightbox();
  definePlayer();
  defineReadAloud();
  defineShare();
  definePrint();
  definePanel();
  defineSearch();
}
