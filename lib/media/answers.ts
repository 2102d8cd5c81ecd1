/** Pictures that are made when they are asked for, and stored like pages. */
export function pngResponse(picture: Buffer): Response {
  return new Response(new Uint8Array(picture), { headers: { 'Content-Type': 'image/png' } });
}

export function jpegResponse(picture: Buffer): Response {
  return new Response(new Uint8Array(picture), { headers: { 'Content-Type': 'image/jpeg' } });
}

/** The server answers with the stored 404 document. */
export function noPicture(): Response {
  return new Response(null, { status: 404 });
}
