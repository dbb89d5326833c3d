export interface Counting {
  drawn: number;
}

/** Runs in the page: counts every shape and line that is drawn on a canvas from now on. */
export function countDrawing(): void {
  const counting = window as unknown as Counting;
  const canvas = CanvasRenderingContext2D.prototype;
  counting.drawn = 0;
  for (const name of [
    'arc',
    'bezierCurveTo',
    'lineTo',
    'rect',
    'fillRect',
    'fillText',
    'stroke',
    'fill',
  ] as const) {
    const draw = canvas[name] as (...values: unknown[]) => void;
    canvas[name] = function (this: CanvasRenderingContext2D, ...values: unknown[]): void {
      counting.drawn += 1;
      draw.apply(this, values);
    };
  }
}
