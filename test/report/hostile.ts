/** A notebook whose data wants to be markup. */
import {
  code,
  figure,
  type Notebook,
  notebook,
  prose,
  shown,
  stream,
  thrown,
} from "./notebooks.js";

export const HOSTILE = `<img src=x onerror="globalThis.owned=1"><script>globalThis.owned=2</script><a href="https://example.invalid">x</a></script><b>`;

/** What a producer of HTML or of plotly's labels makes of such a text. */
const escaped = HOSTILE.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const link = `<a href="https://example.invalid">class</a>`;

export const hostile = (): Notebook =>
  notebook(
    [
      prose(`# ${HOSTILE}\n\n> The answer.`),
      code("className", [shown({ "text/plain": HOSTILE })]),
      code("console.log(className)", [stream(HOSTILE), stream(HOSTILE, "stderr")]),
      code("table", [
        shown({
          "text/html": `<table><tr><th>${escaped}</th></tr><tr><td>1</td></tr></table>`,
          "text/plain": "table",
        }),
      ]),
      code("carelessTable", [
        shown({
          "text/html": `<style>main { display: none }</style><table onload="globalThis.owned=3"><tr><td>${HOSTILE.replace("<b>", "")}<iframe src="https://example.invalid"></iframe><form></form></td></tr></table>`,
        }),
      ]),
      code("figure", [
        figure(
          [
            { type: "bar", name: escaped, x: [escaped, "b"], y: [1, 2], hovertemplate: link },
            { type: "bar", name: link, x: [link, "c"], y: [2, 1], text: [link, link] },
          ],
          { title: { text: `${escaped} ${link}` }, showlegend: true },
          HOSTILE,
        ),
      ]),
      code("throw new Error(className)", [thrown(HOSTILE, HOSTILE)], {
        tags: ["raises-exception"],
        batchwise: { seconds: 0.1, failed: true },
      }),
    ],
    {
      status: "failed",
      error: { cell: 6, line: HOSTILE, ename: HOSTILE, evalue: HOSTILE },
      profile: HOSTILE,
    },
  );
