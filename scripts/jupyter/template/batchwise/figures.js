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
    try {
      const figure = globalThis.batchwiseFigures.themed(JSON.parse(source), {
        dark: dark.matches,
        narrow: phone.matches,
      });
      const height = figure.layout.height ?? 450;
      const low = phone.matches && !figure.layout.meta?.keepHeight;
      const most = 160 + 240 * (figure.layout.grid?.rows ?? 1);
      figure.layout.height = low ? Math.min(height, most) : height;
      delete figure.layout.width;
      await globalThis.Plotly.react(live, figure.data, figure.layout, figure.config);
      if (figure.frames) await globalThis.Plotly.addFrames(live, figure.frames);
      globalThis.batchwiseFigures.withPictures(live);
      element.classList.add("drawn");
    } catch (error) {
      live.textContent = `This figure could not be drawn: ${error.message}`;
      element.classList.add("undrawn");
    }
  };

  let turn = Promise.resolve();
  const drawAll = () => {
    for (const figure of figures) {
      turn = turn
        .then(() => draw(figure))
        .then(() => new Promise((resolve) => setTimeout(resolve)));
    }
    turn = turn.then(() => {
      document.documentElement.dataset.figures = "drawn";
    });
  };
  dark.addEventListener("change", drawAll);
  phone.addEventListener("change", drawAll);
  drawAll();
})();
