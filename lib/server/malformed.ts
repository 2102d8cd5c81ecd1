import type { Duplex } from 'node:stream';

/** What Node.js tells of a request that its parser refuses; the packet is the one that it stopped in. */
type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer };

const search = /^(?:GET|HEAD) (\/(?:hant\/)?search\?[!-~\x80-\xff]{1,8000}) HTTP\/1\.[01]\r?\n/;
const answers: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/**
 * Answers what is no HTTP, as Node.js does by itself, but for one: a search whose words an old client or an old site did not
 * escape, in UTF-8 or GBK. The parser takes no such byte behind `?`; the address is given back escaped.
 */
export function answerMalformed(error: ParserError, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [, target] = search.exec(error.rawPacket?.toString('latin1') ?? '') ?? [];
  const head =
    error.code === 'HPE_INVALID_URL' && target && escaped(target) !== target
      ? `301 Moved Permanently\r\nLocation: ${escaped(target)}\r\nCache-Control: no-store\r\nContent-Length: 0`
      : (answers[error.code ?? ''] ?? '400 Bad Request');
  socket.end(`HTTP/1.1 ${head}\r\nConnection: close\r\n\r\n`);
}

function escaped(target: string): string {
  return target.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
}
