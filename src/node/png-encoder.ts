/**
 * Pixels to PNG. Charts are large and mostly one colour: deflating the plain rows fast takes a sixth of the time of
 * an encoder that searches for the best filter of each row, and the files are no larger.
 */
import { promisify } from 'node:util';
import { crc32, deflate, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const RGBA = 4;
/** From 3 on files are no smaller than at 1 for half of the charts, and from 4 on it takes three times as long. */
const LEVEL = 3;

const deflated = promisify(deflate);
/** Memory of rows that are encoded, by its size: to touch 11 MB for the first time takes longer than to draw on them. */
const spare = new Map<number, Buffer[]>();

/**
 * A PNG of 8-bit RGBA pixels (W3C Portable Network Graphics, third edition), made beside what goes on in this thread.
 *
 * @param pixels row by row, four bytes each
 * @throws RangeError where they are not as many as that
 */
export async function encodePng(pixels: Uint8Array, width: number, height: number): Promise<Buffer> {
  if (pixels.length !== width * height * RGBA) {
    throw new RangeError(`${pixels.length} bytes are not ${width} × ${height} pixels`);
  }
  const size = unfilteredSize(width * RGBA, height);
  const rows = unfiltered(pixels, width * RGBA, spare.get(size)?.pop() ?? Buffer.allocUnsafe(size));
  const data = await deflated(rows, { level: LEVEL, chunkSize: 1 << 20 });
  spare.set(size, [...(spare.get(size) ?? []), rows]);
  return assembled(header(width, height, COLOUR_TYPE.rgba), [chunk('IDAT', data)]);
}

/** A palette holds no more. */
const MOST_COLOURS = 256;

/**
 * The same picture with the 256 colours that it has most of, the others as the nearest of them, and deflated as well as
 * it goes: a quarter of the bytes in ten times the time. Charts have few colours, and the shades of the edges of letters.
 */
export function encodePalettePng(pixels: Uint8Array, width: number, height: number): Buffer {
  const counts = new Map<number, number>();
  for (let i = 0; i < pixels.length; i += RGBA) {
    const colour = rgb(pixels, i);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  // Of equal numbers the darker first, so that the same picture gives the same bytes.
  const most = [...counts].sort(([a, n], [b, m]) => m - n || a - b).slice(0, MOST_COLOURS);
  const palette = most.map(([colour]) => colour);
  const entries = new Map(palette.map((colour, entry) => [colour, entry]));
  for (const colour of counts.keys()) {
    if (!entries.has(colour)) entries.set(colour, nearest(colour, palette));
  }
  const indices = Buffer.allocUnsafe(width * height);
  for (let i = 0; i < indices.length; i += 1) indices[i] = entries.get(rgb(pixels, i * RGBA))!;
  const rows = unfiltered(indices, width, Buffer.allocUnsafe(unfilteredSize(width, height)));
  const data = deflateSync(rows, { level: 9, memLevel: 9 });
  return assembled(header(width, height, COLOUR_TYPE.palette), [
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => channels(colour)))),
    chunk('IDAT', data),
  ]);
}

function rgb(pixels: Uint8Array, at: number): number {
  return pixels[at]! * 65_536 + pixels[at + 1]! * 256 + pixels[at + 2]!;
}

function channels(colour: number): [number, number, number] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

/** By the squared distance of their channels. */
function nearest(colour: number, palette: readonly number[]): number {
  const own = channels(colour);
  const distances = palette.map((other) =>
    channels(other).reduce((sum, channel, i) => sum + (channel - own[i]!) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

/** Into `rows`, those of so many bytes each behind the byte that says how it is filtered: 0, not at all. */
function unfiltered(bytes: Uint8Array, stride: number, rows: Buffer): Buffer {
  for (let from = 0, to = 0; from < bytes.length; from += stride, to += stride + 1) {
    rows[to] = 0;
    rows.set(bytes.subarray(from, from + stride), to + 1);
  }
  return rows;
}

function unfilteredSize(stride: number, height: number): number {
  return height * (stride + 1);
}

const COLOUR_TYPE = { palette: 3, rgba: 6 } as const;

function header(width: number, height: number, colourType: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([8, colourType, 0, 0, 0], 8);
  return chunk('IHDR', data);
}

function assembled(head: Buffer, chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([SIGNATURE, head, ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
