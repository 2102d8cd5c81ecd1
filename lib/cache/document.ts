import { isReading } from '../server/routes.ts';
import { isSearch, searchPath } from '../text/search-address.ts';
import { hantPath } from '../text/variants.ts';

/**
 * Makes a document of what Next.js rendered: the framework's scripts, their preloads and the markers of hydration are taken
 * out. What stays is complete HTML with our own scripts (marked `data-ws`) and JSON-LD.
 * What is said twice in the head is said once; a path of a drawing, of which there are dozens, has no end tag of its own.
 * Live panels are told the number of the last event that the page knows, so that an open tab asks for what it missed since.
 * The masthead is drawn without knowing the page: its link to traditional characters is told the path here.
 *
 * React escapes `<` in text and in attribute values, so in its output `<script` and `<!--` are always what they look like.
 */
export function toDocument(html: string, began: number, path: string): { html: string; status: number | null } {
  let status: number | null = null;
  const document = html
    .replace(scripts, (script, attributes: string) => (ours.test(attributes) ? script : ''))
    .replace(scriptPreloads, '')
    .replace(comments, '')
    .replace(emptyOutlets, '')
    .replaceAll('></path>', '/>')
    .replace(repeatedForTwitter, '')
    .replace(switchLink, (_, before: string, after: string) => before + hantPath(twinOf(path)) + after)
    .replace(emptyBar, '')
    .replace(precedence, '')
    .replace(panels, `<ws-panel data-after="${began}"`)
    .replace(statusMark, (_, code: string) => {
      status = Number(code);
      return '';
    });
  return { html: document, status };
}

/** Where the other script of a page is to be found, as it stands in an attribute. */
function twinOf(path: string): string {
  if (isSearch(path)) return path.replaceAll('&', '&amp;');
  if (path.startsWith(`${searchPath}/`)) return searchPath;
  return isReading(path) ? path : '/';
}

const scripts = /<script\b([^>]*)>[\s\S]*?<\/script>/g;
const ours = /\bdata-ws\b|type="application\/ld\+json"/;
const scriptPreloads =
  /<link\b(?=[^>]*\brel="(?:preload|modulepreload)")(?=[^>]*(?:\bas="script"|modulepreload))[^>]*>/g;
const comments = /<!--[\s\S]*?-->/g;
/** What Next.js leaves where it would stream metadata in. */
const emptyOutlets = /<div hidden(?:="")?><\/div>|<template\b[^>]*><\/template>/g;
/** Next.js repeats Open Graph's title, description and picture for Twitter, which reads those of Open Graph where it finds none. */
const repeatedForTwitter = /<meta name="twitter:(?:title|description|image(?::\w+)?)"[^>]*>/g;
const switchLink = /(<a href=")\/hant(" hrefLang="zh-Hant")/;
/** 快讯 while nothing is breaking, nor will be at a moment that is set, on pages with other panels: our script makes its place (`lib/reader/breaking.ts`). */
const emptyBar = /<ws-panel name="breaking"(?![^>]*data-until)[^>]*><\/ws-panel>(?=[\s\S]*<ws-panel\b)/;
/** Says something to the framework's scripts alone. */
const precedence = / data-precedence="next"(?=[^<>]*>)/g;
const panels = /<ws-panel\b/g;
const statusMark = /<meta name="ws-status" content="(\d{3})"\/?>/g;
