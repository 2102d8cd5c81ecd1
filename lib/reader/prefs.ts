/**
 * The blocking script in `<head>`: what the reader chose is on `<html>` before the first paint, so that nothing flashes.
 * `data-js` tells the style sheet to keep room for controls that the deferred script will show, so that nothing jumps; it
 * names what the browser has of what not every browser has.
 */
import { hideDismissed } from './dismissed.ts';
import { applyPreferences } from './preferences.ts';

const abilities = ['share' in navigator ? 'share' : '', 'speechSynthesis' in window ? 'speech' : ''];
document.documentElement.setAttribute('data-js', abilities.join(' '));
applyPreferences();
hideDismissed();
