import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import { DataError } from "../dataError.js";
import { cannotRead } from "../filePieces.js";
import type { Examples } from "../table/examples.js";
import { type PartName, partNamed } from "../table/roles.js";
import { type ImageSize, readPictures } from "./pictures.js";

const PICTURES = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff", ".avif"];

/** A picture's file, and what its folders say of it. */
interface Labelled {
  readonly path: string;
  readonly label: string;
  readonly part?: PartName;
}

/**
 * Pictures in one folder for each class, the folder's name being the class. Folders train, valid and test above
 * those divide them.
 * @param size rows and columns that all are resized to. Default: none is, and all must be of one size
 */
export async function loadImageFolder(
  path: string,
  size: ImageSize | undefined,
): Promise<Examples> {
  const folders = (await visible(path)).filter((entry) => entry.isDirectory());
  const parts = folders.map(({ name }) => partNamed(name));
  const divided = parts.length > 1 && !parts.includes(undefined);
  const notes: string[] = [];
  const found: Labelled[] = [];
  if (divided)
    for (const [i, { name }] of folders.entries()) {
      const inner = await labelled(join(path, name), notes);
      found.push(...inner.map((picture) => ({ ...picture, part: parts[i] ?? "train" })));
    }
  else found.push(...(await labelled(path, notes)));
  const classes = [...new Set(found.map(({ label }) => label))].sort();
  if (classes.length < 2)
    throw new DataError(
      `${path}: must hold a folder of pictures for each of two classes at least, got ${JSON.stringify(classes[0])} only`,
    );
  const pictures = await readPictures(
    found.map(({ path: file }) => file),
    (file) => relative(path, file),
    path,
    size,
  );
  return {
    data: {
      x: pictures.x,
      y: Int32Array.from(found, ({ label }) => classes.indexOf(label)),
      n: found.length,
      shape: pictures.shape,
      classes,
    },
    problem: "classification",
    reason: `classification, because the pictures lie in ${classes.length} folders, one for each class`,
    ...(divided && { split: found.map(({ part }) => part ?? "train") }),
    dropped: [],
    notes: [
      ...(divided
        ? [
            `the folders ${folders.map(({ name }) => JSON.stringify(name)).join(", ")} divide the pictures`,
          ]
        : []),
      ...notes,
      ...pictures.notes,
    ],
  };
}

/** The pictures in each of a folder's folders, in the order of their names; says in `notes` what else there is. */
async function labelled(path: string, notes: string[]): Promise<Labelled[]> {
  const folders = (await visible(path)).filter((entry) => entry.isDirectory());
  if (folders.length === 0)
    throw new DataError(
      `${path}: must hold one folder for each class, with its pictures in it, got no folder`,
    );
  const pictures: Labelled[] = [];
  const others: string[] = [];
  for (const { name: label } of folders) {
    const entries = await visible(join(path, label));
    const files = entries.filter(
      (entry) => entry.isFile() && PICTURES.includes(extname(entry.name).toLowerCase()),
    );
    if (files.length === 0)
      throw new DataError(
        `${join(path, label)}: must hold pictures (${PICTURES.join(", ")}) of the class ${JSON.stringify(label)}, got none; mend or remove it`,
      );
    others.push(
      ...entries.filter((entry) => !files.includes(entry)).map(({ name }) => join(label, name)),
    );
    pictures.push(...files.map(({ name }) => ({ path: join(path, label, name), label })));
  }
  if (others.length > 0)
    notes.push(
      `${others.length === 1 ? "1 entry of its folders is" : `${others.length} entries of its folders are`} left out, being no picture that can be read: ${others
        .slice(0, 3)
        .map((name) => JSON.stringify(name))
        .join(", ")}${others.length > 3 ? ", …" : ""}`,
    );
  return pictures;
}

/** A folder's entries but the hidden ones, in the order of their names, whatever the system's. */
async function visible(path: string): Promise<Dirent[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) =>
    cannotRead(path, error),
  );
  return entries
    .filter(({ name }) => !name.startsWith(".") && name !== "Thumbs.db" && name !== "desktop.ini")
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
