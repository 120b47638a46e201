// Draws the report's figures one by one; until one is drawn, its picture stands there.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const phone = matchMedia("(max-width: 640px)");
  const figures = [...document.querySelectorAll("figure.plot")].map((element) => ({
    element,
    live: element.querySelector(".plot-live"),
    source: element.querySelector("script").textContent,
  }));

  const draw = async ({ element, live, source }) => {
    const failed = (error) => {
      live.textContent = `This figure could not be drawn: ${error.message}`;
      element.classList.replace("drawn", "undrawn") || element.classList.add("undrawn");
    };
    try {
      const figure = globalThis.batchwiseFigures.themed(JSON.parse(source), {
        dark: dark.matches,
        narrow: phone.matches,
      });
      const height = figure.layout.height ?? 450;
      const low = phone.matches && !figure.layout.meta?.keepHeight && !figure.layout.scene;
      const most = figure.layout.meta?.phoneHeight ?? 160 + 240 * (figure.layout.grid?.rows ?? 1);
      figure.layout.height = low ? Math.min(height, most) : height;
      delete figure.layout.width;
      const picture = element.querySelector(":scope > img")?.src;
      await globalThis.batchwiseFigures.show(live, figure, { picture, failed });
      if (!element.classList.contains("undrawn")) element.classList.add("drawn");
    } catch (error) {
      failed(error);
    }
  };

  let turn = Promise.resolve();
  const drawAll = () => {
    for (const figure of figures) {
      turn = turn.then(() => draw(figure));
    }
    turn = turn.then(() => {
      document.documentElement.dataset.figures = "drawn";
    });
  };
  dark.addEventListener("change", drawAll);
  phone.addEventListener("change", drawAll);
  drawAll();
})();
