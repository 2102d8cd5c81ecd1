/** Shapes that search engines ask for in structured data. */
export const cropShapes = { '16x9': 16 / 9, '4x3': 4 / 3, '1x1': 1 } as const;
export type Shape = keyof typeof cropShapes;

/** A place in a picture, in hundredths of its width and height. */
export type Point = { x: number; y: number };

/** Name of the crop that was cut through a point: another point, another name, so a kept copy is never wrong. */
export function cropName(shape: Shape, { x, y }: Point): string {
  return `${shape}-${x}-${y}.jpg`;
}

/** Names of all crops through a point. */
export function cropNames(point: Point): string[] {
  return (Object.keys(cropShapes) as Shape[]).map((shape) => cropName(shape, point));
}

/** The largest area of a shape within a picture, with the point as near to its middle as the edges allow. */
export function cropOf(size: { width: number; height: number }, ratio: number, { x, y }: Point) {
  const width = Math.max(1, Math.round(Math.min(size.width, size.height * ratio)));
  const height = Math.max(1, Math.min(size.height, Math.round(width / ratio)));
  const within = (middle: number, length: number, whole: number) =>
    Math.round(Math.min(Math.max(middle - length / 2, 0), whole - length));
  return {
    left: within((x / 100) * size.width, width, size.width),
    top: within((y / 100) * size.height, height, size.height),
    width,
    height,
  };
}
