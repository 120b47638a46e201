import { refuse } from "../check.js";
import { type Room, roomFor } from "./room.js";

/** Images in memory, never changed in place. A `Dataset` of images is one. */
export interface ImageBatch {
  /** (n, rows, cols, channels), row-major; pixels in [0, 1]. */
  readonly x: Float32Array;
  /** Number of images. */
  readonly n: number;
  /** [rows, cols, channels] of one image. */
  readonly shape: readonly number[];
  /** (n, classes), every row sums to 1; `mixup` needs it and the other kinds leave it alone. */
  readonly targets?: Float32Array;
}

/** A copy of a batch on which steps work in place. */
export interface Work {
  readonly x: Float32Array;
  readonly n: number;
  readonly rows: number;
  readonly cols: number;
  readonly channels: number;
  /** rows × cols × channels. */
  readonly size: number;
  readonly targets: Float32Array | undefined;
  readonly room: Room;
}

/** (n, classes): 1 at each label's class, 0 elsewhere. */
export function oneHot(labels: ArrayLike<number>, classes: number): Float32Array {
  const targets = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (!(Number.isInteger(label) && label >= 0 && label < classes))
      refuse("oneHot", `label ${i} must be an integer from 0 to ${classes - 1}`, label);
    targets[i * classes + label] = 1;
  }
  return targets;
}

/** The batch's sizes, checked, with copies of its arrays. */
export function workOn({ x, n, shape, targets }: ImageBatch): Work {
  if (shape.length !== 3 || !shape.every((d) => Number.isSafeInteger(d) && d > 0))
    refuse("augment", "shape must be [rows, cols, channels]", shape.join("×"));
  const [rows, cols, channels] = shape;
  const size = rows * cols * channels;
  if (x.length !== n * size)
    refuse("augment", `x must hold n × rows × cols × channels = ${n} × ${size} values`, x.length);
  if (targets && (targets.length === 0 || targets.length % n !== 0))
    refuse("augment", `targets must hold n × classes values, n = ${n}`, targets.length);
  return {
    x: x.slice(),
    n,
    rows,
    cols,
    channels,
    size,
    targets: targets?.slice(),
    room: roomFor(rows, cols, channels),
  };
}

/** Changes image `i` by a kernel, which gets the address of its copy and the number of its values. */
export function changeInRoom(
  { x, size, room }: Work,
  i: number,
  change: (image: number, n: number) => void,
): void {
  const image = x.subarray(i * size, (i + 1) * size);
  room.image.set(image);
  change(room.imageAt, size);
  image.set(room.image);
}
