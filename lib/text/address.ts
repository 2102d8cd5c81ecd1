/** Characters that may stand in a path as they are (RFC 3986, 3.3), and the sign of an escape. */
const plain = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]/gu;
const plainInQuery = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]/gu;
const unreserved = /[A-Za-z0-9\-._~]/;

/**
 * A path in its one spelling (RFC 3986, 6.2.2): no escape where none is needed, capitals in those that are, `.` and `..`
 * resolved, one slash where there were several. An escaped slash stays what it is: another address.
 */
export function tidyPath(path: string): string {
  const segments: string[] = [];
  const parts = tidyEscapes(path, plain).split('/');
  for (const [index, part] of parts.entries()) {
    if (part === '..') segments.pop();
    if (part !== '' && part !== '.' && part !== '..') segments.push(part);
    // What ended in a slash, or in a dot segment, names a folder still.
    if (index === parts.length - 1 && segments.length > 0 && /^\.{0,2}$/.test(part)) segments.push('');
  }
  return `/${segments.join('/')}`;
}

/** A path and query in their one spelling: how old addresses are kept and found. */
export function tidyAddress(address: string): string {
  const query = address.indexOf('?');
  if (query < 0) return tidyPath(address);
  return tidyPath(address.slice(0, query)) + tidyEscapes(address.slice(query), plainInQuery);
}

/** What the spellings of one path have in common that people and old servers take for the same. */
export function plainSpelling(path: string): string {
  const mended = tidyPath(path)
    .toLowerCase()
    .replace(/\/index\.html?\/?$/, '/')
    .replace(/\/$/, '');
  return mended || '/';
}

function tidyEscapes(text: string, escaped: RegExp): string {
  return text
    .replace(escaped, (character) => Buffer.from(character).toString('hex').replace(/../g, '%$&'))
    .replace(/%[0-9a-f]{2}/gi, (triplet) => {
      const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
      return unreserved.test(character) ? character : triplet.toUpperCase();
    });
}
