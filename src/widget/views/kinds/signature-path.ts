/**
 * A signature's lines as the data of an SVG path: `M10 20L30 40L…`, in whole units of a field of 600 by 200.
 * Only `M` and `L` occur, so that whoever reads the answer can draw it.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}
export type Stroke = readonly Point[];

export const FIELD = { width: 600, height: 200 };
/** Characters; what a slow hand draws is made simpler until it fits. */
const LENGTH_MAX = 8000;
/** Units by which a line may differ from what was drawn: less than the line is wide. */
const TOLERANCE = 0.7;

/** The path with one more stroke. */
export function withStroke(path: string, stroke: Stroke): string {
  const strokes = [...strokesOf(path), stroke];
  for (let tolerance = TOLERANCE; ; tolerance *= 1.5) {
    const data = strokes.map((one) => dataOf(simplified(one, tolerance))).join('');
    // One point of each stroke is always left: a drawing of dots alone ends here as well.
    if (data.length < LENGTH_MAX || tolerance > FIELD.width) return data.slice(0, LENGTH_MAX);
  }
}

/** What is no path of ours has no strokes. */
export function strokesOf(path: string): readonly Stroke[] {
  return path
    .split('M')
    .slice(1)
    .map((stroke) =>
      stroke.split('L').map((pair) => {
        const [x = 0, y = 0] = pair.split(' ').map(Number);
        return { x, y };
      }),
    );
}

/** The same lines as curves through the middle of each piece, for the eye. */
export function curves(strokes: readonly Stroke[]): string {
  return strokes.map(curve).join('');
}

function curve(stroke: Stroke): string {
  const [first = { x: 0, y: 0 }, ...rest] = stroke;
  const last = rest[rest.length - 1] ?? first;
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? point;
    return `Q${pair(point)} ${pair({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`;
  });
  return `M${pair(first)}${bends.join('')}L${pair(last)}`;
}

function pair({ x, y }: Point): string {
  return `${x} ${y}`;
}

/** A dot is a line from a point to itself: round ends make it visible. */
function dataOf(stroke: Stroke): string {
  const [first, ...rest] = stroke.map(
    ({ x, y }) => `${whole(x, FIELD.width)} ${whole(y, FIELD.height)}`,
  );
  return `M${first ?? '0 0'}L${(rest.length > 0 ? rest : [first]).join('L')}`;
}

function whole(value: number, most: number): number {
  return Math.min(most, Math.max(0, Math.round(value)));
}

/** Ramer, Douglas and Peucker: a point that is close to the line between its neighbours adds nothing. */
function simplified(stroke: Stroke, tolerance: number): Stroke {
  const keep = new Set([0, stroke.length - 1]);
  const open: [from: number, to: number][] = [[0, stroke.length - 1]];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const [from, to] = range;
    const farthest = farthestBetween(stroke, from, to);
    if (farthest.distance <= tolerance) continue;
    keep.add(farthest.index);
    open.push([from, farthest.index], [farthest.index, to]);
  }
  return stroke.filter((_point, index) => keep.has(index));
}

function farthestBetween(
  stroke: Stroke,
  from: number,
  to: number,
): { readonly index: number; readonly distance: number } {
  let farthest = { index: from, distance: 0 };
  const [start, end] = [stroke[from], stroke[to]];
  for (let index = from + 1; index < to; index += 1) {
    const point = stroke[index];
    const distance = point && start && end ? distanceFromLine(point, start, end) : 0;
    if (distance > farthest.distance) farthest = { index, distance };
  }
  return farthest;
}

function distanceFromLine(point: Point, start: Point, end: Point): number {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : ((point.x - start.x) * dx + (point.y - start.y) * dy) / squared;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - start.x - share * dx, point.y - start.y - share * dy);
}
