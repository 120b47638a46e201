/** What a plan already decides, or what a repetition has to say anew. */
const LEFT_OUT = ["--plan", "--out", "--budget", "--epochs", "--steps"];

/**
 * The command that repeats the plan of a call into a folder of its own, as a shell reads it.
 * @param {readonly string[]} args of the call
 * @param {string} folder where the call left plan.json
 */
export function repeatCommand(args, folder) {
  const kept = [];
  for (let i = 0; i < args.length; i++) {
    const [name] = args[i].split("=");
    if (!LEFT_OUT.includes(name)) kept.push(args[i]);
    else if (name === args[i]) i++; // Its value follows.
  }
  const all = [...kept, "--plan", `${folder}/plan.json`, "--out", `${folder}/again`];
  return `npm run advise -- ${all.map(quoted).join(" ")}`;
}

/** @param {string} text */
function quoted(text) {
  return /^[\w./:,=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
