/**
 * Makes a document of what Next.js rendered: the framework's scripts, their preloads and the markers of hydration are taken
 * out. What stays is complete HTML with our own scripts (marked `data-ws`) and JSON-LD.
 * Live panels are told the number of the last event that the page knows, so that an open tab asks for what it missed since.
 *
 * React escapes `<` in text and in attribute values, so in its output `<script` and `<!--` are always what they look like.
 */
export function toDocument(html: string, began: number): { html: string; status: number | null } {
  let status: number | null = null;
  const document = html
    .replace(scripts, (script, attributes: string) => (ours.test(attributes) ? script : ''))
    .replace(scriptPreloads, '')
    .replace(comments, '')
    .replace(emptyOutlets, '')
    .replace(panels, `<ws-panel data-after="${began}"`)
    .replace(statusMark, (_, code: string) => {
      status = Number(code);
      return '';
    });
  return { html: document, status };
}

const scripts = /<script\b([^>]*)>[\s\S]*?<\/script>/g;
const ours = /\bdata-ws\b|type="application\/ld\+json"/;
const scriptPreloads =
  /<link\b(?=[^>]*\brel="(?:preload|modulepreload)")(?=[^>]*(?:\bas="script"|modulepreload))[^>]*>/g;
const comments = /<!--[\s\S]*?-->/g;
/** What Next.js leaves where it would stream metadata in. */
const emptyOutlets = /<div hidden(?:="")?><\/div>|<template\b[^>]*><\/template>/g;
const panels = /<ws-panel\b/g;
const statusMark = /<meta name="ws-status" content="(\d{3})"\/?>/g;
