import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** The server's side of RFC 6455, as far as a push service's conversation takes it: whole texts, no extensions. */
export interface WebSocketServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface Talk {
  readonly hear: (text: string) => void;
  readonly gone: () => void;
}

/** @param begin called for each connection with what speaks on it */
export async function startWebSocketServer(
  protocol: string,
  begin: (say: (text: string) => void) => Talk,
): Promise<WebSocketServer> {
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on('upgrade', ({ headers }, stream) => {
    const socket = stream as Socket;
    const key = String(headers['sec-websocket-key']);
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
    socket.write(
      [
        'HTTP/1.1 101 Switching Protocols',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Accept: ${accept.digest('base64')}`,
        `Sec-WebSocket-Protocol: ${protocol}`,
        '\r\n',
      ].join('\r\n'),
    );
    sockets.add(socket);
    converse(
      socket,
      begin((text) => void socket.write(frame(TEXT, Buffer.from(text)))),
    );
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

function converse(socket: Socket, { hear, gone }: Talk): void {
  let left = Buffer.alloc(0);
  let text = Buffer.alloc(0);
  socket.on('error', () => undefined); // A browser that was killed: `close` follows.
  socket.once('close', gone);
  socket.on('data', (bytes: Buffer) => {
    left = Buffer.concat([left, bytes]);
    for (let one = firstFrame(left); one !== undefined; one = firstFrame(left)) {
      left = left.subarray(one.length);
      if (one.kind === CLOSE) socket.end(frame(CLOSE, Buffer.alloc(0)));
      else if (one.kind === PING) socket.write(frame(PONG, one.content));
      else if (one.kind !== PONG) {
        text = Buffer.concat([text, one.content]);
        if (!one.isLast) continue;
        hear(text.toString());
        text = Buffer.alloc(0);
      }
    }
  });
}

interface Frame {
  readonly kind: number;
  readonly isLast: boolean;
  readonly content: Buffer;
  readonly length: number;
}

/** Of a browser, whose frames are masked; undefined until all of it has come. */
function firstFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes[1]! & 127;
  const start = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + 4;
  if (bytes.length < start) return undefined;
  const size =
    short === 126
      ? bytes.readUInt16BE(2)
      : short === 127
        ? Number(bytes.readBigUInt64BE(2))
        : short;
  const length = start + size;
  if (bytes.length < length) return undefined;
  const mask = bytes.subarray(start - 4, start);
  const content = Buffer.from(bytes.subarray(start, length));
  for (const [index, byte] of content.entries()) content[index] = byte ^ mask[index % 4]!;
  return { kind: bytes[0]! & 15, isLast: bytes[0]! >= 128, content, length };
}

function frame(kind: number, content: Buffer): Buffer {
  const size = content.length;
  const head = size < 126 ? Buffer.from([128 | kind, size]) : Buffer.from([128 | kind, 126, 0, 0]);
  if (size >= 126) head.writeUInt16BE(size, 2);
  return Buffer.concat([head, content]);
}
