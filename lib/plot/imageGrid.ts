import { refuse } from "../check.js";
import { escapeText } from "./escapeText.js";
import { type Figure, figure, type Json } from "./figure.js";

/** Images of one size, such as a `Dataset` or what `augment` gives. */
export interface Images {
  /** (n, rows, cols, channels), row-major, from 0 (black) to 1; one channel is grey, three are red, green and blue. */
  readonly x: Float32Array;
  readonly n: number;
  /** [rows, cols, channels] */
  readonly shape: readonly number[];
}

/** Title and column names of a grid of images. */
export interface ImageGridOptions {
  readonly title: string;
  /** Names of the columns. Default none. */
  readonly columns?: readonly string[];
}

/** Pixels between two images. */
const GAP = 1;
/** Height of a row of images, on a page and on a phone. */
const ROW = 56;
const PHONE_ROW = 30;
/** Height of the title, the columns' names and the margins. */
const REST = 92;

/** Rows of images with a name each, pixel by pixel. */
export function imageGrid(
  rows: readonly { readonly name: string; readonly images: Images }[],
  { title, columns }: ImageGridOptions,
): Figure {
  const who = "imageGrid";
  if (rows.length === 0) refuse(who, "rows must hold at least one row", 0);
  const [{ images: first }] = rows;
  const [height, width, channels] = first.shape;
  if (first.shape.length !== 3 || (channels !== 1 && channels !== 3))
    refuse(who, "images must be [rows, cols, 1] or [rows, cols, 3]", first.shape.join("×"));
  for (const { name, images } of rows)
    if (images.shape.join() !== first.shape.join() || images.n !== first.n)
      refuse(who, `images of "${name}" must be as many and as large as the first row's`, images.n);
  const [down, across] = [height + GAP, width + GAP];
  const canvas: Json[][] = Array.from({ length: rows.length * down - GAP }, () =>
    Array.from({ length: first.n * across - GAP }, () => [0, 0, 0, 0]),
  );
  rows.forEach(({ images }, r) => {
    for (let i = 0; i < images.n; i++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          canvas[r * down + y][i * across + x] = pixel(images, i, y * width + x);
  });
  const bare = { showgrid: false, showline: false, ticks: "" };
  const middle = (size: number, step: number, i: number): number => i * step + (size - 1) / 2;
  return figure(
    [
      {
        type: "image",
        colormodel: "rgba",
        z: canvas,
        hoverinfo: "skip",
      },
    ],
    {
      title: escapeText(title),
      xaxis: {
        ...bare,
        side: "top",
        tickvals: (columns ?? []).map((_, i) => middle(width, across, i)),
        ticktext: (columns ?? []).map(escapeText),
        range: [-0.5, first.n * across - GAP - 0.5],
        constrain: "domain",
        constraintoward: "left",
      },
      yaxis: {
        ...bare,
        ticklabelstandoff: 6,
        tickvals: rows.map((_, r) => middle(height, down, r)),
        ticktext: rows.map(({ name }) => escapeText(name)),
        range: [rows.length * down - GAP - 0.5, -0.5],
        scaleanchor: "x",
        constrain: "domain",
        constraintoward: "top",
      },
      margin: { l: 24, r: 8, t: columns ? 76 : 56, b: 8 },
      height: ROW * rows.length + REST,
      meta: { phoneHeight: PHONE_ROW * rows.length + REST },
    },
  );
}

/** [red, green, blue, opacity], each as the image trace wants it. */
function pixel({ x, shape }: Images, image: number, place: number): Json {
  const [rows, cols, channels] = shape;
  const at = (image * rows * cols + place) * channels;
  const level = (channel: number): number => Math.round(255 * x[at + (channel % channels)]);
  return [level(0), level(1), level(2), 1];
}
