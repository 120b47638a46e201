const UNITS = { "": 1, s: 1, m: 60, h: 3600 };

/** @param {string} text @param {string} [option] */
export function secondsOf(text, option = "--budget") {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([smh]?)$/.exec(text) ?? [];
  if (!(Number(number) > 0)) refuse(`${option} must be a time such as 60s, 5m or 1h`, text);
  return Number(number) * UNITS[unit];
}

/** @param {string} text */
export function bytesOf(text) {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)\s*([kMGT]?B)$/i.exec(text) ?? [];
  if (!(Number(number) > 0)) refuse("--memory must be a size such as 500MB or 2GB", text);
  return Number(number) * 1000 ** " KMGT".indexOf(unit.toUpperCase().replace("B", "") || " ");
}

/** @param {string} option @param {string} text @param {number} least */
export function numberOf(option, text, least) {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= least && value < Infinity))
    refuse(`${option} must be a number ${least === 0 ? "from 0" : "above 0"}`, text);
  return value;
}

/** @param {string} option @param {string} text @param {number} least */
export function wholeOf(option, text, least) {
  if (!/^\d+$/.test(text) || Number(text) < least)
    refuse(`${option} must be a whole number from ${least}`, text);
  return Number(text);
}

/** @param {string} option @param {string} text @param {readonly string[]} allowed @returns {any} */
export function among(option, text, allowed) {
  if (!allowed.includes(text)) refuse(`${option} must be one of ${allowed.join(", ")}`, text);
  return text;
}

/** @param {string} what @param {string} got @returns {never} */
export function refuse(what, got) {
  throw new Error(`advise: ${what}, got ${JSON.stringify(got)}; --help says more`);
}
