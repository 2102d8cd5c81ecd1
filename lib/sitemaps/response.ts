/** An XML file. It is read by engines and not itself a page to be found. */
export function xmlResponse(xml: string): Response {
  return new Response(xml, {
    headers: { 'Content-Type': 'application/xml; charset=utf-8', 'X-Robots-Tag': 'noindex' },
  });
}

/** The server answers with the stored 404 document. */
export function notThere(): Response {
  return new Response(null, { status: 404 });
}
