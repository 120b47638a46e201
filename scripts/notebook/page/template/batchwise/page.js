// Print shows folded code too; the table of contents marks where the reader is.
(() => {
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("main .code details:not([open])")];
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });

  const links = new Map(
    [...document.querySelectorAll(".contents ol a")].map((link) => [
      decodeURIComponent(link.hash.slice(1)),
      link,
    ]),
  );
  const headings = [...document.querySelectorAll("main h2[id]")];
  const mark = () => {
    const here = headings
      .filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3)
      .at(-1);
    for (const [id, link] of links) link.toggleAttribute("aria-current", id === here?.id);
  };
  addEventListener("scroll", mark, { passive: true });
  mark();
})();
