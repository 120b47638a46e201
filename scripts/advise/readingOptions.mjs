/** Files whose columns have names, one of which is the label's. */
const TABLE = /\.(csv|tsv|txt|jsonl|ndjson|parquet|xlsx)$/i;

/**
 * The options that say how the file is read.
 * @param {string} file
 * @param {Readonly<Record<string, string | undefined>>} values of the command line
 * @param {{ refuse: (what: string, got: string) => never, among: (option: string, text: string, allowed: readonly string[]) => any }} checks
 * @returns {import("../../lib/dist/data/index.js").ExampleOptions}
 */
export function readingOptions(file, values, { refuse, among }) {
  const { label, split, group, categories, ignore, missing, problem, sheet } = values;
  if (label === undefined && TABLE.test(file))
    refuse("--label must name the column that is to be foretold, as in --label species", "nothing");
  const size = values["image-size"];
  return {
    ...(label !== undefined && { label }),
    ...(problem && {
      problem: among("--problem", problem, ["auto", "classification", "regression"]),
    }),
    ...(split !== undefined && { split }),
    ...(group !== undefined && { group }),
    ...(sheet !== undefined && { sheet }),
    ...(size !== undefined && {
      imageSize:
        sizeOf(size) ?? refuse("--image-size must be rows × columns, as in 32 or 32x48", size),
    }),
    ...(values["no-header"] && { header: false }),
    ...(categories && { categories: listOf(categories) }),
    ...(ignore && { ignore: listOf(ignore) }),
    ...(missing && {
      missing: among("--missing", missing, ["error", "drop", "mean", "category"]),
    }),
  };
}

/** @param {string} text */
function listOf(text) {
  return text.split(",").map((column) => column.trim());
}

/** @param {string} text @returns {readonly [number, number] | undefined} */
function sizeOf(text) {
  const [, rows, cols] = /^([1-9]\d*)(?:[x×]([1-9]\d*))?$/.exec(text) ?? [];
  return rows === undefined ? undefined : [Number(rows), Number(cols ?? rows)];
}

/**
 * What was read, in sentences.
 * @param {string} file
 * @param {import("../../lib/dist/data/index.js").Examples} examples
 * @param {import("../../lib/dist/data/index.js").ExampleOptions} options
 * @returns {string[]}
 */
export function readText(file, examples, { label, problem }) {
  const { data, dropped, features, groups, notes, reason, split } = examples;
  const what = features ? `${features.length} features` : `pictures of ${data.shape.join(" × ")}`;
  const of = label === undefined ? "" : ` of ${JSON.stringify(label)}`;
  const foretold = data.target
    ? `${JSON.stringify(data.target.name)} to be foretold`
    : `${data.classes.length} classes${of}`;
  /** @param {string} part */
  const count = (part) => split?.filter((each) => each === part).length ?? 0;
  return [
    `${file}: ${data.n} examples, ${what}, ${foretold}.`,
    ...(label === undefined || problem
      ? []
      : [`- Read as ${reason} (--problem says it otherwise).`]),
    ...(split
      ? [
          `- Given: ${count("train")} examples to train, ${count("valid")} to validate, ${count("test")} to test${count("test") > 0 ? ", which are sealed" : ""}.`,
        ]
      : []),
    ...(groups ? [`- ${new Set(groups).size} groups, none of which is divided.`] : []),
    ...(dropped.length > 0 ? [`- ${dropped.length} rows with a missing cell are left out.`] : []),
    ...notes.map((note) => `- ${note}.`),
  ];
}
