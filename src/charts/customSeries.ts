/** The parts of ECharts' drawing interface that our custom series use. */
export interface DrawApi {
  value(dimension: number): number;
  /** Pixels of a point in axis positions. */
  coord(point: [number, number]): [number, number];
  /** Pixels that a distance in axis positions takes. */
  size(extent: [number, number]): [number, number];
}
